import Foundation
import OctavoEngine
import Testing

/// GLM against PyTorch's results in float64, which `make_glm_reference.py` wrote, and what of a text
/// its tokens see.
@Suite struct GLMTests {
  private struct Reference: Decodable {
    let parameters: [String]
    let scores: [Double]
    let targets: [Int32]
    let loss: Double
    let gradients: [[Double]]
  }

  private static func model(hasSpanPositions: Bool = true, context: Int = 9) throws -> GLM {
    var model = try GLM(
      .init(
        vocabularySize: 7, context: context, layers: 2, heads: 2, width: 8,
        hasSpanPositions: hasSpanPositions),
      stream: RandomStream(seed: 1))
    let names = model.parameters.names
    model.withTensors { tensors in
      for (index, name) in names.enumerated() {
        var values = FusionModelTests.sines(tensors[index].shape, Double(index), 0.3)
        if name.contains("Norm"), name.hasSuffix("weight") {
          for index in 0..<values.count { values[index] += 1 }
        }
        tensors[index] = values
      }
    }
    return model
  }

  private static let marks = BlankMarks(after: 7)
  private static let texts = [
    BlankedText(
      [1, 4, 2, 6, 3, 5, 0, 2, 1], spans: [1..<3, 4..<5, 7..<9], order: [2, 0, 1], marks),
    BlankedText(prefix: [5, 3], span: [0, 1, 2], suffix: [], marks),
    BlankedText([6, 6, 1], spans: [0..<3], marks),
  ]

  @Test(arguments: ["two-dimensional", "one-dimensional"])
  func scoresLossAndGradientsAreThoseOfPyTorch(positions: String) throws {
    let url = try #require(Bundle.module.url(forResource: "glm_reference", withExtension: "json"))
    let references = try JSONDecoder().decode([String: Reference].self, from: Data(contentsOf: url))
    let reference = try #require(references[positions])
    let model = try Self.model(hasSpanPositions: positions == "two-dimensional")
    #expect(model.parameters.names == reference.parameters)
    #expect(Self.texts.flatMap(\.targets) == reference.targets)

    let tape = Tape()
    let weights = Weights(model.parameters, on: tape)
    let scores = model.logits(Self.texts, weights)
    expectClose(scores.value.values, reference.scores)
    let loss = scores.crossEntropy(reference.targets)
    expectClose([loss.value.scalar], [reference.loss])
    let gradients = tape.gradients(of: loss, by: weights.variables)
    for (index, gradient) in gradients.enumerated() {
      let projections = [0.0, 1.0].map { phase in
        Float(
          zip(gradient.values, FusionModelTests.sines([gradient.count], phase, 1).values)
            .reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
      }
      expectClose(
        projections, reference.gradients[index], tolerance: 2e-5, "\(reference.parameters[index])")
    }
  }

  /// The scores of each token of part B, by text.
  private static func scores(_ texts: [BlankedText]) throws -> [[Float]] {
    let model = try model()
    let rows = model.logits(texts, Weights(model.parameters)).value
    return (0..<rows.rows).map { Array(rows.values[$0 * rows.columns..<($0 + 1) * rows.columns]) }
  }

  private static let text: [Int32] = [1, 4, 2, 6, 3, 5, 0, 2]

  /// Part A does not see part B: another span changes nothing of what part A gives to those who
  /// see it, so a token that comes before the change in part B keeps its bits.
  @Test func aTokenOfASpanSeesPartAAndWhatComesBefore() throws {
    func scores(_ text: [Int32]) throws -> [[Float]] {
      // Part B: start 4 2, start 0, start 6 would follow.
      try Self.scores([BlankedText(text, spans: [1..<3, 4..<6], order: [1, 0], Self.marks)])
    }
    let all = try scores(Self.text)
    #expect(all.count == 6)
    var changed = Self.text
    // The last token of the span that is written last: seen by itself alone.
    changed[2] = 0
    #expect(
      try zip(scores(changed), all).map { $0 == $1 } == [true, true, true, true, true, false])
    // The first token of the span that is written first: seen by all that follow it.
    changed = Self.text
    changed[4] = 0
    #expect(
      try zip(scores(changed), all).map { $0 == $1 } == [true] + Array(repeating: false, count: 5))
    // The last token of part A: seen by all.
    changed = Self.text
    changed[7] = 5
    #expect(try zip(scores(changed), all).allSatisfy { $0 != $1 })
  }

  /// The numbers of a text are the same whatever stands beside it, and at any number of threads.
  @Test func textsAreReadIndependently() throws {
    let together = try Self.scores(Self.texts)
    let apart = try Self.texts.flatMap { try Self.scores([$0]) }
    #expect(together == apart)
    let threads = try [1, 3].map { count in
      try Parallel.withThreads(count) { try Self.scores(Self.texts) }
    }
    #expect(threads == [together, together])
  }

  @Test func probabilitiesOfSpansAreThoseOfTheirTokens() throws {
    let model = try Self.model()
    let blanks = [
      FilledBlank(prefix: [1, 4], span: [2, 6], suffix: [3]),
      FilledBlank(prefix: [], span: [5], suffix: []),
    ]
    let probabilities = model.logProbabilities(of: blanks)
    for (blank, probability) in zip(blanks, probabilities) {
      let text = BlankedText(
        prefix: blank.prefix, span: blank.span, suffix: blank.suffix, Self.marks)
      let loss = model.logits([text], Weights(model.parameters)).crossEntropy(text.targets)
      #expect(
        abs(
          Double(loss.value.scalar) * Double(text.targets.count) + probability.tokens
            + probability.end) < 1e-5)
    }
    #expect(model.logProbabilities(of: [blanks[1]]) == [probabilities[1]])
  }

  /// What is written is the best next token at each step, ends where the end is best, and stops
  /// where there is no room.
  @Test func writesTheMostLikelyTokens() throws {
    let model = try Self.model()
    let blanks = [
      FilledBlank(prefix: [1, 4], span: [], suffix: [3]),
      FilledBlank(prefix: [1, 4, 0, 0, 2, 3], span: [], suffix: [3]),
    ]
    let fillings = model.filled(blanks, most: 5)
    #expect(fillings == blanks.flatMap { model.filled([$0], most: 5) })
    for (blank, filling) in zip(blanks, fillings) {
      let room = min(5, 9 - blank.prefix.count - blank.suffix.count)
      #expect(filling.isEnded || filling.tokens.count == room)
      var written: [Int32] = []
      for token in filling.tokens + (filling.isEnded ? [Self.marks.end] : []) {
        let scores = try #require(
          Self.scores([
            BlankedText(prefix: blank.prefix, span: written, suffix: blank.suffix, Self.marks)
          ]).last)
        let allowed = scores.indices.filter { $0 < 7 || $0 == 9 }
        #expect(Int(token) == allowed.max { scores[$0] < scores[$1] })
        written.append(token)
      }
    }
  }

  @Test func problemsOfBlanks() {
    let configuration = GLM.Configuration(
      vocabularySize: 7, context: 4, layers: 1, heads: 1, width: 4)
    func problem(_ prefix: [Int32], _ span: [Int32], _ suffix: [Int32]) -> ExampleProblem? {
      FilledBlank(prefix: prefix, span: span, suffix: suffix).problem(for: configuration)
    }
    #expect(problem([1, 2], [3], [4]) == nil)
    #expect(problem([], [3, 1, 1, 1], []) == nil)
    #expect(problem([1, 2], [], [4]) == .emptyResponse)
    #expect(problem([1, 2], [3], [4, 5]) == .tooLong)
    #expect(problem([1, 7], [3], [4]) == .unknownToken)
  }
}
