import OctavoEngine
import OctavoResults
import OctavoRunner

/// `adapter.merge`: a model with what an adapter has learned.
struct AdapterMerge: Operation {
  static let manual = Manual(
    "adapter.merge", "Merges an adapter into a model.",
    discussion: """
      With a low-rank change, every adapted matrix W becomes W + (α / r) A B (Hu et al. 2021, equation \
      3), so that using the model costs no more than before. A prefix or a soft prompt is read before \
      every text from then on, and takes positions of the model's context. The model must have the sizes \
      of the one that the adapter was trained on.
      """,
    example: """
      run: adapter.merge
      model: pretrain
      adapter: finetune.adapter
      """)
  struct Outputs: OutputGroup {
    @Output("The model with the change.") var model: LanguageModel
    @Output("How many numbers the adapter has.") var adapterParameters: Int

    var shown: [any DeclaredOutput] { [$adapterParameters] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The adapter.") var adapter: Adapter

  func check(_ problems: inout Problems) {
    guard let model = $model.outline?.configuration, let adapter = $adapter.outline,
      let problem = adapter.settings.problem(ofOneFor: adapter.model, on: model)
    else { return }
    problems.report(at: $adapter.field, problem, remedy: Self.remedy)
  }

  private static let remedy = "give the model that the adapter was trained on"

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard var model = $model.outline else { return }
    if let tokens = $adapter.outline?.settings.virtualTokens,
      let configuration = try? model.configuration.adding(tokens)
    {
      model.configuration = configuration
    }
    outputs[\.$model] = model
  }

  func run(in context: StepContext) throws -> Outputs {
    let change = adapter.adapter
    if let problem = change.settings.problem(
      ofOneFor: change.model, on: model.model.configuration)
    {
      throw OperationError(problem, remedy: Self.remedy)
    }
    let merged = change.merged(into: model.model)
    if let name = merged.firstNonFinite {
      throw OperationError(
        "adding the adapter makes numbers of the matrix \(name) infinite",
        remedy: "use weights and factors of a sensible size")
    }
    var outputs = Outputs()
    outputs.model = LanguageModel(merged, model.tokenizer)
    outputs.adapterParameters = change.parameters.count
    return outputs
  }
}
