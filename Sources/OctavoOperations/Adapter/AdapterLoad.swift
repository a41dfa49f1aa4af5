import OctavoEngine
import OctavoResults
import OctavoRunner

/// `adapter.load`: a low-rank change that another program, or an earlier run, has learned.
struct AdapterLoad: Operation {
  static let manual = Manual(
    "adapter.load", "Reads a LoRA adapter from a folder of Hugging Face's PEFT.",
    discussion: """
      The folder holds `adapter_config.json` and `adapter_model.safetensors`. What a run leaves in \
      `artifacts/STEP/adapter` is such a folder, which `peft` opens for the same model if `transformers` \
      does. Changes of the linear layers of attention and feed-forward layers are read, in all blocks or \
      some, with ranks and scales of their own where the folder says so. Octavo learns one change of \
      LLaMA's queries, keys and values together, and one of its gate and what it gates; PEFT one of each. \
      So what Octavo writes gives each of them the same first factor, and what PEFT has learned of one of \
      them alone stays a change of it alone.
      """,
    example: """
      run: adapter.load
      path: adapters/poems
      model: base
      """)
  struct Outputs: OutputGroup {
    @Output("The adapter.") var adapter: Adapter
    @Output("How many numbers the adapter has.") var adapterParameters: Int
    @Output("How many columns the change's factors have.") var rank: Int

    var shown: [any DeclaredOutput] { [$adapterParameters, $rank] }
  }

  @Option("The folder.") var path: FolderPath
  @Input("The model that the adapter was trained on.") var model: LanguageModel

  func check(_ problems: inout Problems) {
    guard let model = $model.outline?.configuration else { return }
    do { try LowRankAdapter.check(path.url, for: model) } catch {
      problems.report(at: $path, error.description)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let model = $model.outline?.configuration else { return }
    outputs[\.$adapter] = Adapter.Outline(model: model)
  }

  func run(in context: StepContext) throws -> Outputs {
    let (adapter, remarks) = try LowRankAdapter.read(path.url, for: model.model.configuration)
    for remark in remarks { context.warn(.ordinary, remark) }
    var outputs = Outputs()
    outputs.adapter = Adapter(adapter)
    outputs.adapterParameters = adapter.parameters.count
    outputs.rank = adapter.settings.rank
    return outputs
  }
}
