import OctavoEngine
import OctavoResults
import OctavoRunner

/// `adapter.load`: an adapter that another program, or an earlier run, has trained.
struct AdapterLoad: Operation {
  static let manual = Manual(
    "adapter.load", "Reads an adapter from a folder of Hugging Face's PEFT.",
    discussion: """
      The folder holds `adapter_config.json` and `adapter_model.safetensors`. What a run leaves in \
      `artifacts/STEP/adapter` is such a folder, which `peft` opens for the same model if `transformers` \
      does. Adapters of prompt tuning, prefix tuning and LoRA can be read. Those of LoRA may change the \
      linear layers of attention and feed-forward layers, in all blocks or some, with ranks and scales \
      of their own where the folder gives them. Octavo learns one change of \
      LLaMA's queries, keys and values together, and one of its gate and what it gates; PEFT one of each. \
      So what Octavo writes gives each of them the same first factor, and what PEFT has learned of one of \
      them alone stays a change of it alone.
      """,
    example: """
      run: adapter.load
      path: adapters/poems
      model: base
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The adapter.") var adapter: Adapter
    @Output("How many numbers the adapter has.") var adapterParameters: Int
    @Output("How many columns a low-rank change's factors have.") var rank: Int?
    @Output("How many virtual tokens a prefix or a soft prompt has.") var virtualTokens: Int?

    var shown: [any DeclaredOutput] { [$adapterParameters, $rank, $virtualTokens] }
  }

  @Option("The folder.") var path: FolderPath
  @Input("The model that the adapter was trained on.") var model: LanguageModel

  func check(_ problems: inout Problems) {
    guard let model = $model.outline?.configuration else { return }
    do { _ = try ModelAdapter.settings(in: path.url, for: model) } catch {
      problems.report(at: $path, error.description)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let model = $model.outline?.configuration,
      let settings = try? ModelAdapter.settings(in: path.url, for: model)
    else { return }
    outputs[\.$adapter] = Adapter.Outline(model: model, settings: settings)
    switch settings {
    case .lowRank: outputs.leaveOut(\.$virtualTokens)
    case .virtualTokens: outputs.leaveOut(\.$rank)
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let (adapter, remarks) = try ModelAdapter.read(path.url, for: model.model.configuration)
    for remark in remarks { context.warn(.ordinary, remark) }
    var outputs = Outputs()
    outputs.adapter = Adapter(adapter)
    outputs.adapterParameters = adapter.parameters.count
    switch adapter.settings {
    case .lowRank(let settings): outputs.rank = settings.rank
    case .virtualTokens(let settings): outputs.virtualTokens = settings.tokens.count
    }
    return outputs
  }
}
