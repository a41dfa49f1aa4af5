import Foundation
import OctavoEngine
import Testing

@Suite struct GPTTests {
  /// Tiny models of Hugging Face's transformers, computed in float64 by `make_reference.py`.
  struct Reference: Decodable {
    let tokens, targets: [Int32]
    let logits: GoldenValue
    let loss: Double
    let parameters, gradients: [String: GoldenValue]

    static func read(_ name: String) throws -> Reference {
      guard let url = Bundle.module.url(forResource: "reference", withExtension: "json") else {
        throw CocoaError(.fileNoSuchFile)
      }
      let all = try JSONDecoder().decode([String: Reference].self, from: Data(contentsOf: url))
      guard let reference = all[name] else { throw MissingFromGoldenCase(what: name) }
      return reference
    }
  }

  static let architectures: [String: GPT.Configuration] = {
    var mixtral = dense["llama"]!
    mixtral.experts = .init(count: 4, active: 2)
    return dense.merging(["mixtral": mixtral]) { $1 }
  }()

  private static let dense: [String: GPT.Configuration] = [
    "gpt2": GPT.Configuration(
      vocabularySize: 13, context: 9, layers: 2, heads: 4, width: 16, activation: .geluTanh),
    "llama": GPT.Configuration(
      vocabularySize: 13, context: 9, layers: 2, heads: 4, keyValueHeads: 2, width: 16,
      hiddenWidth: 24, positions: .rotary(base: 100, layout: .half),
      normalization: .rootMeanSquare(epsilon: 1e-5), activation: .swiGLU, biases: false,
      tiedHead: false),
  ]

  @Test(arguments: ["gpt2", "llama", "mixtral"])
  func agreesWithTransformers(name: String) throws {
    let reference = try Reference.read(name)
    let configuration = try #require(Self.architectures[name])
    let model = try GPT(
      configuration,
      parameters: Parameters(
        configuration.parameters.map {
          (name: $0.name, tensor: try reference.parameters.value($0.name).tensor)
        }))
    #expect(reference.parameters.count == configuration.parameters.count)

    let tape = Tape()
    let weights = Weights(model.parameters, on: tape)
    let batch = TokenBatch(rows: 3, columns: 9, tokens: reference.tokens)
    let logits = model.logits(batch, weights)
    let loss = logits.crossEntropy(reference.targets)
    expectClose(logits.value.values, try reference.logits.numbers, tolerance: 1e-5)
    #expect(abs(Double(loss.value.scalar) - reference.loss) < 1e-6)
    let gradients = tape.gradients(of: loss, by: weights.variables)
    for (name, gradient) in zip(model.parameters.names, gradients) {
      let expected = try reference.gradients.value(name).numbers
      expectClose(gradient.values, expected, tolerance: 2e-6, "\(name)")
    }
  }

  @Test(arguments: ["gpt2", "llama"])
  func paddingChangesNothing(name: String) throws {
    let configuration = try #require(Self.architectures[name])
    let model = try GPT(configuration, stream: RandomStream(seed: 4))
    let sequences: [[Int32]] = [[3, 1, 4, 1, 5], [9, 2], [6, 5, 3, 5]]
    let padded = model.logits(TokenBatch(leftPadding: sequences, with: 0))
    for (row, sequence) in sequences.enumerated() {
      let alone = model.logits(TokenBatch(rows: 1, columns: sequence.count, tokens: sequence))
      let end = (row + 1) * padded.shape[1] * padded.columns
      let start = end - sequence.count * padded.columns
      expectClose(
        Array(padded.values[start..<end]), alone.values.map(Double.init), tolerance: 1e-6)
    }
  }

  @Test func initializationHasTheDeviationsOfNanoGPT() throws {
    let configuration = GPT.Configuration(
      vocabularySize: 50, context: 32, layers: 8, heads: 4, width: 64)
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    func deviation(_ name: String) -> Double {
      let values = model.parameters[name].values
      return (values.reduce(0) { $0 + Double($1 * $1) } / Double(values.count)).squareRoot()
    }
    #expect(abs(deviation("blocks.3.attention.input.weight") - 0.02) < 0.001)
    #expect(abs(deviation("blocks.3.feedForward.output.weight") - 0.02 / 4) < 0.0003)
    #expect(abs(deviation("blocks.7.attention.output.weight") - 0.02 / 4) < 0.0003)
    #expect(deviation("blocks.0.attention.input.bias") == 0)
    #expect(deviation("finalNorm.weight") == 1)
  }

  @Test func wrongParametersAreNamed() throws {
    let configuration = try #require(Self.architectures["gpt2"])
    var entries = configuration.parameters.map { (name: $0.name, tensor: Tensor(zeros: $0.shape)) }
    entries[1].tensor = Tensor(zeros: [4, 16])
    let problem = #expect(throws: ConfigurationProblem.self) {
      _ = try GPT(configuration, parameters: Parameters(entries))
    }
    #expect(problem?.message == "positionEmbedding.weight is [4, 16] where [9, 16] is wanted")
  }
}
