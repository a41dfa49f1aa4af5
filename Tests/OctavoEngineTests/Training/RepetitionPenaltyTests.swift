import Foundation
import OctavoEngine
import Testing

/// Losses against repetition: against PyTorch's in float64, which `make_repetition_reference.py`
/// wrote, by finite differences, and in training.
@Suite struct RepetitionPenaltyTests {
  private struct Reference: Decodable {
    struct Result: Decodable {
      let loss: Double
      let gradient: [Double]
    }

    let tokens: [[Int32]]
    let unlikelihood, ditto: Result

    init() throws {
      let url = try #require(
        Bundle.module.url(forResource: "repetition_reference", withExtension: "json"))
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }

    var crops: Crops {
      Crops(
        inputs: TokenBatch(
          rows: tokens.count, columns: tokens[0].count - 1,
          tokens: tokens.flatMap { $0.dropLast() }),
        targets: tokens.flatMap { $0.dropFirst() })
    }
  }

  private func expect(
    _ result: Reference.Result, rows: Int, _ loss: (Variable) -> Variable
  ) {
    let values = (0..<rows * 5).map { Float(2 * sin(1.7 * Double($0) + 0.4)) }
    let tape = Tape()
    let logits = tape.variable(Tensor(values, shape: [rows, 5]))
    let value = loss(logits)
    expectClose([value.value.scalar], [result.loss])
    expectClose(tape.gradients(of: value, by: [logits])[0].values, result.gradient)
  }

  @Test func unlikelihoodIsThatOfPyTorch() throws {
    let reference = try Reference()
    expect(reference.unlikelihood, rows: 21) {
      $0.unlikelihood(of: reference.crops.earlierTokens)
    }
  }

  @Test func dittoIsThatOfPyTorch() throws {
    let reference = try Reference()
    let repeating = reference.crops.repeating(3)
    #expect(repeating.inputs.tokens.prefix(7) == [0, 1, 4, 0, 1, 4, 0])
    #expect(repeating.targets.prefix(7) == [1, 4, 0, 1, 4, 0, 1])
    expect(reference.ditto, rows: 14) { $0.repetitionGap(repeating, stretch: 3, decay: 0.5) }
  }

  @Test func gradientsAreTheDifferences() {
    expectGradients(of: [randomTensor([4, 5], seed: 1)]) {
      $0[0].unlikelihood(of: [[], [1], [0, 3, 4], [2, 1]])
    }
    let logProbabilities = Tensor([-0.3, -2, -1, -0.7], shape: [4])
    expectGradients(of: [logProbabilities]) {
      $0[0].probabilityGap(at: [0, 1, 3], to: [0.3, 0.6, 0.1])
    }
  }

  @Test func aCertainTokenIsNotPushedBeyondAnyBound() {
    let tape = Tape()
    let logits = tape.variable(Tensor([40, 0, 0], shape: [1, 3]))
    let loss = logits.unlikelihood(of: [[0]])
    #expect(abs(Double(loss.value.scalar) + log(1e-5)) < 1e-4)
    #expect(tape.gradients(of: loss, by: [logits])[0].values == [0, 0, 0])
  }

  static let penalties: [RepetitionPenalty] = [
    .unlikelihood(weight: 0.5), .ditto(weight: 1, decay: 0.5, stretch: 5),
  ]

  @Test(arguments: penalties) func resumesToTheSameBits(penalty: RepetitionPenalty) throws {
    func start() throws -> LanguageModelingTests.Training {
      try LanguageModelingTests.start(dropout: 0.1) { $0.repetition = penalty }
    }
    let uninterrupted = try LanguageModelingTests.finished(start())
    var training = try start()
    for _ in 0..<7 { try training.advance() }
    let restored = try LanguageModelingTests.Training(
      archive: try training.archive(), LanguageModelingTests.corpus)
    let resumed = try LanguageModelingTests.finished(restored)
    #expect(try resumed.archive() == uninterrupted.archive())
    let plain = try LanguageModelingTests.finished(LanguageModelingTests.start(dropout: 0.1))
    #expect(resumed.model.parameters.tensors != plain.model.parameters.tensors)
    let alone = try Parallel.withThreads(1) { try LanguageModelingTests.finished(start()) }
    #expect(try alone.archive() == uninterrupted.archive())
  }
}
