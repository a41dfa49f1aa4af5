import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

extension SequentialRecommendation.Criterion: OptionChoice {}

/// `sasrec.train`: a transformer over items learns what comes next in histories.
struct SASRecTrain: Operation {
  static let manual = Manual(
    "sasrec.train", "Trains a transformer over items to predict the next item of histories.",
    discussion: """
      SASRec (Kang and McAuley 2018): each item has an embedding of its own, a causal transformer reads \
      the items of a history, and the score of an item as the next one is the inner product of its \
      embedding with the state after the last item. It knows nothing of an item but who chose it, so an item \
      that nobody chose in training cannot be recommended. With `loss: binary` each place is compared \
      with one item drawn at random among those that are not in the history, as in the paper; with \
      `loss: softmax` with all items, which makes the model considerably better (Klenitskiy and Vasilev 2023). \
      Blocks and initialization are GPT-2's, with feed-forward parts as wide as the residual stream. \
      `recommend.evaluate` compares the model with others.
      """,
    example: """
      run: sasrec.train
      data: histories
      model: {layers: 2, heads: 1, width: 64, context: 12, dropout: 0.2}
      training: {iterations: 2000, batch: 32}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: ItemRecommender
    @Output("The number of parameters.") var parameters: Int
    @Output("The number of items.") var items: Int
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns) var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] { training.shown + [$parameters, $items] }
  }

  @Input("The histories, one per line.") var data: Corpus
  @Option("The shape of the model.") var model = SASRecModelOptions()
  @Option("What the score of the next item is compared with.")
  var loss = SequentialRecommendation.Criterion.softmax
  @Option("What stands between the items of a line.", .notEmpty)
  var separator = ItemSeparator.standard
  @Option("The recipe.") var training = TrainingOptions(
    examples: "histories", evaluation: "the validation loss is measured", iterations: 1000,
    batch: 32, learningRate: 1e-3, weightDecay: 0.1)

  func check(_ problems: inout Problems) {
    problems.requireTrainingText($data)
    problems.requireMemory(
      memory, at: $model, remedy: "choose a smaller `width`, `layers`, `context` or `batch`")
  }

  /// With as many items as are usual, where they are not known.
  var memory: Int? { model.configuration(items: 256).trainingBytes(batch: training.batch) }

  var costs: [(String, String)] {
    [("histories", (training.iterations * training.batch).forReading)]
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let histories = try ItemHistories(data, separator: separator)
    let examples = TrainingExamples(
      training: histories.training.map { $0.map(Int32.init) },
      validation: histories.validation.compactMap { history in
        let known = history.compactMap { $0 }
        return known.count == history.count ? known.map(Int32.init) : nil
      })
    guard examples.training.contains(where: { $0.count > 1 }) else {
      throw OperationError(
        "no history has a second item to learn",
        remedy: "write one history per line, with `\(separator)` between its items")
    }
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<SequentialRecommendation>(
          SequentialRecommender(
            model.configuration(items: histories.items.count),
            stream: stream.derived(for: "initialization")),
          examples, .init(recipe: training.recipe, criterion: loss), stream: stream)
      },
      restore: { try TrainingLoop<SequentialRecommendation>(archive: $0, examples) },
      outputs: { outputs(of: $0, histories.items) })
  }

  private func outputs(
    of loop: TrainingLoop<SequentialRecommendation>, _ items: [String]
  ) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss, unit: "nats/item")
    var outputs = Outputs()
    outputs.model = ItemRecommender(loop.model, items: items)
    outputs.parameters = loop.model.configuration.parameterCount
    outputs.items = items.count
    outputs.history = summary.table
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}

/// The shape of a transformer over items.
struct SASRecModelOptions: OptionGroup {
  @Option("The number of transformer blocks.", .within(1...200)) var layers = 2
  @Option("The number of attention heads.", .within(1...256)) var heads = 1
  @Option("The width of the residual stream.", .within(1...16_384)) var width = 64
  @Option("How many of the latest items of a history are read.", .within(1...65_536))
  var context = 50
  @Option("The share of activations dropped in training; none unless given.")
  var dropout = DropoutOption.all(0)

  func check(_ problems: inout Problems) {
    problems.require(width, divisibleBy: heads, at: $width)
  }

  func configuration(items: Int) -> SequentialRecommender.Configuration {
    SequentialRecommender.Configuration(
      items: items, context: context, layers: layers, heads: heads, width: width,
      dropout: dropout.applied(to: .zero))
  }
}
