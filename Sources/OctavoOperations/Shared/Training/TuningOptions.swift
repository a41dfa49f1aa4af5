import OctavoEngine
import OctavoRunner

/// A language model that is fine-tuned on examples: all of it, or an adapter in its place.
struct TuningOptions<Training: TextTraining>: OptionGroup {
  @Input("The model to start from.") var model: LanguageModel
  @Option("The recipe.") var training = Training()
  @Option("Trains an adapter in place of the model: a low-rank change, a prefix or a soft prompt.")
  var adapter: AdapterOptions?

  private var sequencesPerExample = 1

  func check(_ problems: inout Problems) {
    AdapterOptions.check(adapter, for: $model.outline, &problems)
    training.check(for: $model.outline?.configuration, &problems)
    problems.requireMemory(
      estimatedBytes, at: training.batchOption, remedy: "choose a smaller `batch`")
  }

  var estimatedBytes: Int? {
    $model.outline?.configuration.trainingBytes(
      batch: sequencesPerExample * training.batch, adapter: adapter?.settings)
  }

  /// The settings of the model that is trained, with its adapter.
  var configuration: GPT.Configuration {
    get throws {
      try adapter?.settings.virtualTokens.map(model.model.configuration.adding)
        ?? model.model.configuration
    }
  }

  /// The model at the start of training, with its adapter.
  func start(_ stream: RandomStream) throws -> TunableModel {
    try AdapterOptions.tunable(model, adapter, stream)
  }
}

extension TuningOptions {
  /// - Parameter sequencesPerExample: how many sequences the model reads for each example.
  init(sequencesPerExample: Int) {
    self.init()
    self.sequencesPerExample = sequencesPerExample
  }
}

extension StepContext {
  /// Trains a language model, or an adapter in its place, for an objective.
  ///
  /// - Parameter outputs: what the training has made.
  func tune<Objective: TrainingObjective, Training, Outputs: OutputGroup>(
    _ tuning: TuningOptions<Training>, for objective: Objective.Type,
    _ settings: Objective.Settings,
    on examples: Objective.Examples, outputs: (TrainingLoop<Objective>) throws -> Outputs
  ) throws -> Outputs where Objective.Model == TunableModel {
    let stream = RandomStream(seed: seed)
    return try train(
      iterations: tuning.training.iterations,
      start: {
        try TrainingLoop<Objective>(tuning.start(stream), examples, settings, stream: stream)
      },
      restore: { try TrainingLoop<Objective>(archive: $0, examples) }, outputs: outputs)
  }
}

/// The outputs of an operation that fine-tunes a language model.
struct TunedOutputs: OutputGroup {
  @Output("The trained model.") var model: LanguageModel
  @Output("The trained adapter, if there is one.") var adapter: Adapter?
  @Output("The number of parameters that were trained.") var trainedParameters: Int
}

extension TunedOutputs {
  init(_ tuned: TunableModel, _ tokenizer: Tokenizer) {
    model = LanguageModel(tuned.merged, tokenizer)
    adapter = tuned.adapter.map { Adapter($0.learned) }
    trainedParameters = tuned.trainedParameterCount
  }
}

extension ExpectedOutputs {
  /// Expects a fine-tuned model, and an adapter where one is trained.
  mutating func expect(
    tuned outputs: KeyPath<Outputs, TunedOutputs>, _ model: LanguageModel.Outline?,
    _ adapter: AdapterOptions?
  ) {
    self[outputs.appending(path: \.$model)] = AdapterOptions.outline(model, adapter)
    if let adapter {
      self[outputs.appending(path: \.$adapter)] = model.map {
        Adapter.Outline(model: $0.configuration, settings: adapter.settings)
      }
    } else {
      leaveOut(outputs.appending(path: \.$adapter))
    }
  }
}
