import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `influence.predict`: the losses that influence predicts for a model trained on fewer examples.
struct InfluencePredict: Operation {
  static let manual = Manual(
    "influence.predict",
    "Compares predicted with measured losses of a model that was retrained on fewer examples.",
    discussion: """
      Influence predicts the results of training on other examples. To test the predictions, \
      `model` was trained again on `data`, a part of the examples scored in `influence`. The \
      predicted loss on a query is the sum of the scores of these examples, up to a constant and a \
      factor. So correlate it with the measured loss over many parts: the mean of the queries' \
      rank correlations is the linear datamodeling score (Park et al. 2023).
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
    @Output("The number of examples that the model was trained on.") var kept: Int

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
        remedy: "give a part of the examples that were scored, such as one of `pairs.draw`")
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
