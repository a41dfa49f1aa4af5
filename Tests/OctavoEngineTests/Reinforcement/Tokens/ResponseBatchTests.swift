import OctavoEngine
import Testing

@Suite struct ResponseBatchTests {
  /// The losses and gradients of a batch do not depend on how much it is padded, at either side.
  @Test(arguments: [(0, 7), (0, 32), (7, 0), (32, 0), (7, 32)])
  func paddingChangesNothing(left: Int, right: Int) throws {
    let prompts: [[Int32]] = [[1, 2], [4, 5, 6], [7, 3]]
    let responses: [[Int32]] = [[3, 3, 2, 0], [5, 0], [1, 2, 3, 4, 5, 6, 0]]
    var configuration = try SmallTask().model().configuration
    configuration.context = 80
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    let critic = ScalarModel(
      trunk: model, head: ScalarHead(width: 16, .normal(RandomStream(seed: 3))))

    func losses(_ batch: ResponseBatch) -> (values: [Float], gradients: [Tensor]) {
      let tape = Tape()
      let weights = Weights(model.parameters, on: tape)
      let criticWeights = critic.weights(on: tape)
      let log = model.logProbabilities(batch, weights)
      let values = critic.outputs(batch.tokens, at: batch.predictors, criticWeights)
      let mask = batch.mask
      // Any numbers that belong to a token of a response.
      func target(_ scale: Double) -> TokenValues {
        TokenValues(
          rows: mask.rows, columns: mask.columns,
          values: mask.isReal.indices.map { index in
            scale * Double((index / mask.columns * 5 + index % mask.columns * 3) % 7 - 3)
          })
      }
      let old = batch.spread(log).combined(with: target(0.1)) { $0 + $1 }
      let policyLoss = batch.loss(of: log) {
        ClippedPolicyLoss()($0, old: old, advantages: target(1).whitened(mask), mask: mask)
      }
      let valueLoss = batch.loss(of: values) {
        ClippedValueLoss()($0, old: target(0.01), returns: target(0.3), mask: mask)
      }
      let total = policyLoss + valueLoss
      return (
        [policyLoss.value.scalar, valueLoss.value.scalar],
        tape.gradients(
          of: total,
          by: weights.variables + criticWeights.trunk.variables + criticWeights.head.variables)
      )
    }
    let plain = losses(ResponseBatch(prompts: prompts, responses: responses))
    let padded = losses(
      ResponseBatch(
        prompts: prompts, responses: responses, leftPadding: left, rightPadding: right))
    for (plain, padded) in zip(plain.values, padded.values) { #expect(abs(plain - padded) < 1e-6) }
    for (plain, padded) in zip(plain.gradients, padded.gradients) {
      expectClose(padded, plain, tolerance: 1e-6)
    }
  }

  @Test func spreadsAndPacksByRow() {
    let batch = ResponseBatch(
      prompts: [[1], [1, 2], [3]], responses: [[5, 6], [], [7, 8, 9]], leftPadding: 2)
    #expect(batch.labels == [5, 6, 7, 8, 9])
    #expect(batch.mask.lengths == [2, 0, 3])
    let spread = batch.spread([1, 2, 3, 4, 5])
    #expect(spread.values == [1, 2, 0, 0, 0, 0, 3, 4, 5])
    #expect(batch.packed(spread.values) == [1, 2, 3, 4, 5])
    // Each token is predicted from the one before it, and nothing from the last one.
    #expect(batch.predictors.map { batch.tokens.tokens[Int($0)] } == [1, 5, 3, 7, 8])
    #expect(batch.tokens.columns == 2 + 3)
    let part = batch.rows([2, 0])
    #expect(part.labels == [7, 8, 9, 5, 6])
    #expect(part.mask.columns == 3)
  }
}
