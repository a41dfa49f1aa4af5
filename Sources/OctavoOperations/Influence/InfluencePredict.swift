import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `influence.predict`: what influence predicts of a model that was trained on other examples.
struct InfluencePredict: Operation {
  static let manual = Manual(
    "influence.predict",
    "Compares predicted with measured losses of a model retrained on fewer examples.",
    discussion: """
      Influence is a claim about trainings that did not happen, and this is how the claim is tested. \
      `model` was trained anew on `data`, a part of the examples that `influence` has scores of. The \
      prediction of its loss on a query is the sum of the scores of the kept examples; it holds but for a \
      constant and a factor, so it is to be correlated with the measured loss over many parts. The mean \
      of the rank correlations over the queries is the linear datamodeling score (Park et al. 2023).
      """,
    example: """
      run: influence.predict
      influence: scores
      data: half
      model: retrained
      """)
  struct Outputs: OutputGroup {
    @Output(
      "One row per query; the loss in nats per response.",
      columns: ["query", "predicted", "loss"]) var predictions: Table
    @Output("The mean loss on the queries, in nats per response.") var loss: Double
    @Output("How many of the examples are kept.") var kept: Int

    var shown: [any DeclaredOutput] { [$loss, $kept] }
  }

  @Input("The scores of all examples.") var influence: Influence
  @Input("The examples that the model was trained on.") var data: Pairs
  @Input("The model that was trained on them.") var model: LanguageModel

  var memory: Int? { $model.outline?.configuration.inferenceBytes(batch: 64) }

  func run(in context: StepContext) throws -> Outputs {
    let predicted: [Double]
    do throws(UnscoredExample) {
      predicted = try influence.predictions(keeping: data.training)
    } catch {
      throw OperationError(
        "the example “\(error.example.prompt.prefix(60))” has no score in `influence`",
        remedy: "give a part of the examples that were scored, such as `pairs.draw` draws")
    }
    let queries = try influence.queries.map { try $0.encoded(by: model.tokenizer) }
    if let problem = queries.lazy.compactMap({ $0.problem(for: model.model.configuration) }).first {
      throw OperationError(
        "a query does not suit the model: \(problem)",
        remedy: "retrain a model of the same `context` and tokenizer")
    }
    let losses = try context.inBatches(of: 64, queries, unit: "queries") { batch in
      model.model.logProbabilities(of: Array(batch)).map { -$0 }
    }
    var outputs = Outputs()
    outputs.predictions = Table([
      .init("query", integers: Array(1...queries.count)),
      .init("predicted", numbers: predicted),
      .init("loss", unit: "nats", numbers: losses),
    ])
    outputs.loss = losses.mean
    outputs.kept = data.training.count
    return outputs
  }
}
