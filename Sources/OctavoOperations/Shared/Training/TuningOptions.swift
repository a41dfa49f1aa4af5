import OctavoEngine
import OctavoRunner

/// A language model that is trained further on examples, all of it or an adapter in its place.
struct TuningOptions: OptionGroup {
  @Input("The model to start from.") var model: LanguageModel
  @Option("The recipe.") var training = TextTrainingOptions()
  @Option("Learns a low-rank change in place of the model.") var adapter: AdapterOptions?

  private var sequencesPerExample = 1

  func check(_ findings: inout Findings) {
    AdapterOptions.check(adapter, for: $model.outline?.configuration, &findings)
    findings.requireMemory(
      estimatedBytes, at: "training.batch", remedy: "choose a smaller `batch`")
  }

  var estimatedBytes: Int? {
    $model.outline?.configuration.trainingBytes(
      batch: sequencesPerExample * training.batch, adapter: adapter?.settings)
  }

  /// The model as the training takes it.
  func start(_ stream: RandomStream) throws -> TunableModel {
    try AdapterOptions.tunable(model.model, adapter, stream)
  }
}

extension TuningOptions {
  /// - Parameter sequencesPerExample: how many sequences the model reads of each example.
  init(sequencesPerExample: Int) {
    self.init()
    self.sequencesPerExample = sequencesPerExample
  }
}

extension Outlook {
  /// Expects a tuned `model`, and an `adapter` where one is learned.
  mutating func expect(tuned model: LanguageModel.Outline?, _ adapter: AdapterOptions?) {
    if let model { expect("model", LanguageModel.self, model) }
    guard adapter != nil else { return withhold("adapter") }
    if let model { expect("adapter", Adapter.self, Adapter.Outline(model: model.configuration)) }
  }
}

extension StepResult {
  /// A model that was tuned, and its adapter where it has one.
  mutating func add(_ tuned: TunableModel, _ tokenizer: Tokenizer) {
    artifacts["model"] = LanguageModel(tuned.merged, tokenizer)
    artifacts["adapter"] = tuned.adapter.map { Adapter($0) }
    values["trained-parameters"] = .integer(tuned.trainedParameterCount)
  }
}
