import OctavoEngine
import OctavoResults
import OctavoRunner

/// `adapter.merge`: a model with what an adapter has learned.
struct AdapterMerge: Operation {
  static let manual = Manual(
    "adapter.merge", "Merges an adapter into a model.",
    discussion: """
      Every adapted matrix W becomes W + (α / r) A B (Hu et al. 2021, equation 3), so that using the \
      model costs no more than before. The model must have the sizes of the one that the adapter was \
      trained on.
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
      let problem = LowRankAdapter.problem(ofOneFor: adapter.model, on: model)
    else { return }
    problems.report(at: $adapter.field, problem, remedy: Self.remedy)
  }

  private static let remedy = "give the model that the adapter was trained on"

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let model = $model.outline { outputs[\.$model] = model }
  }

  func run(in context: StepContext) throws -> Outputs {
    if let problem = adapter.adapter.problem(for: model.model.configuration) {
      throw OperationError(problem, remedy: Self.remedy)
    }
    let merged = adapter.adapter.merged(into: model.model)
    if let name = adapter.adapter.firstNonFinite(in: merged) {
      throw OperationError(
        "adding the adapter makes numbers of the matrix \(name) infinite",
        remedy: "use weights and factors of a sensible size")
    }
    var outputs = Outputs()
    outputs.model = LanguageModel(merged, model.tokenizer)
    outputs.adapterParameters = adapter.adapter.parameters.count
    return outputs
  }
}
