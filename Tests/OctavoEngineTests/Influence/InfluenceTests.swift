import Foundation
import OctavoEngine
import Testing

/// Influence scores against PyTorch's in float64, which `make_influence_reference.py` wrote.
@Suite struct InfluenceTests {
  private static let training: [(prompt: [Int32], response: [Int32], drawn: [[Int32]])] = [
    ([1, 4, 2], [3, 5], [[2, 6], [3, 1], [0, 5]]),
    ([5, 3, 0, 1], [2], [[2], [4], [1]]),
    ([6, 6], [1, 0, 4], [[1, 0, 3], [5, 2, 2], [6, 4, 0]]),
  ]
  private static let examples = training.map {
    PromptResponse(prompt: $0.prompt, response: $0.response)
  }
  private static let queries = [
    PromptResponse(prompt: [1, 4, 0], response: [3, 5]),
    PromptResponse(prompt: [2, 6, 5], response: [1]),
  ]
  private static let drawn = zip(examples, training).flatMap { example, given in
    given.drawn.map { RelabeledResponse(example, labels: $0) }
  }

  private static func gradients() throws -> ResponseGradients {
    let configuration = GPT.Configuration(
      vocabularySize: 7, context: 9, layers: 2, heads: 2, width: 8)
    var model = try GPT(configuration, stream: RandomStream(seed: 1))
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
    return ResponseGradients(
      model, InfluenceLayers(LowRankAdapter.Target.allCases, of: configuration))
  }

  private static func rows(_ examples: [PromptResponse]) throws -> Tensor {
    try gradients().rows(of: examples.map { RelabeledResponse($0) })
  }

  @Test(arguments: InfluenceMethod.allCases)
  func scoresAreThoseOfPyTorch(method: InfluenceMethod) throws {
    let url = try #require(
      Bundle.module.url(forResource: "influence_reference", withExtension: "json"))
    let references = try JSONDecoder().decode(
      [String: [[Double]]].self, from: Data(contentsOf: url))
    let reference = try #require(references[method.rawValue])
    let (sources, targets) = (try Self.rows(Self.examples), try Self.rows(Self.queries))
    let gradients = try Self.gradients()
    let scores: [[Double]]
    switch method {
    case .ekfac:
      let solved = try KroneckerFactors(gradients, Self.drawn).solve(targets, damping: 0.1)
      scores = Self.products(solved, sources).map { $0.map { -$0 } }
    case .exact:
      let fisher = try #require(
        DampedFisher(samples: try gradients.rows(of: Self.drawn), damping: 0.1))
      scores = fisher.products(targets, sources).map { $0.map { -$0 } }
    case .gradient, .cosine:
      scores = try #require(
        try gradients.influence(
          of: Self.examples, on: Self.queries, .init(method), stream: RandomStream(seed: 1)))
    }
    for (actual, expected) in zip(scores, reference) {
      // The exact inverse is a difference of products a thousand times as large as itself.
      let tolerance = method == .exact ? 3e-5 : 1e-5
      expectClose(actual.map { Float($0) }, expected, tolerance: tolerance, "\(method)")
    }
  }

  private static func products(_ left: Tensor, _ right: Tensor) -> [[Double]] {
    func rows(_ tensor: Tensor) -> [[Float]] {
      (0..<tensor.rows).map {
        Array(tensor.values[$0 * tensor.columns..<($0 + 1) * tensor.columns])
      }
    }
    return rows(left).map { left in
      rows(right).map { right in
        zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
    }
  }

  @Test(arguments: InfluenceMethod.allCases)
  func scoresDependOnNeitherThreadsNorOtherExamples(method: InfluenceMethod) throws {
    func scores(_ queries: [PromptResponse], threads: Int) throws -> [[Double]] {
      try Parallel.withThreads(threads) {
        try #require(
          try Self.gradients().influence(
            of: Self.examples, on: queries, .init(method, rounds: 2), stream: RandomStream(seed: 3))
        )
      }
    }
    let all = try scores(Self.queries, threads: 1)
    #expect(try scores(Self.queries, threads: 4) == all)
    #expect(try scores([Self.queries[1]], threads: 2) == [all[1]])
  }

  @Test func labelsAreDrawnFromTheModel() throws {
    let model = try Self.gradients().model
    let example = Self.examples[0]
    let drawn = model.drawnLabels(of: [example], rounds: 4000, stream: RandomStream(seed: 5))
    #expect(drawn.allSatisfy { $0.example == example && $0.labels.count == 2 })
    for token in Int32(0)..<7 {
      let share = Double(drawn.count { $0.labels[0] == token }) / 4000
      let expected = exp(
        model.logProbabilities(of: [.init(prompt: example.prompt, response: [token])])[0])
      #expect(abs(share - expected) < 0.03)
    }
    #expect(model.drawnLabels(of: [example], rounds: 4000, stream: RandomStream(seed: 5)) == drawn)
  }
}
