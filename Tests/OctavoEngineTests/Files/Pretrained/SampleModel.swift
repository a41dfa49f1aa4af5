import OctavoEngine
import Testing

/// A small model of some mixture of choices, and what its folder must call it.
struct SampleModel: Sendable, CustomTestStringConvertible {
  let name: String
  let modelType: String
  let configuration: GPT.Configuration

  var testDescription: String { name }

  /// Every parameter random, biases and gains too.
  func model() throws -> GPT {
    var model = try GPT(configuration, stream: RandomStream(seed: 1))
    for name in model.parameters.names {
      var stream = RandomStream(seed: 2).derived(for: name)
      var tensor = model.parameters[name]
      for index in 0..<tensor.count { tensor[index] += Float(0.2 * stream.normal()) }
      model.parameters[name] = tensor
    }
    return model
  }

  /// An adapter of all that can be changed, every factor random.
  func adapter() throws -> LowRankAdapter {
    // Experts cannot be adapted.
    let targets: [LowRankAdapter.Target] =
      configuration.experts == nil
      ? LowRankAdapter.Target.allCases : [.attentionInput, .attentionOutput]
    var adapter = try LowRankAdapter(
      LowRankAdapter.Settings(rank: 3, alpha: 5, targets: targets),
      for: configuration, stream: RandomStream(seed: 3))
    for name in adapter.parameters.names {
      adapter.parameters[name] = randomTensor(
        adapter.parameters[name].shape, seed: UInt64(name.utf8.count))
    }
    return adapter
  }

  /// Virtual tokens, every number random.
  func virtualTokens(_ kind: VirtualTokens.Kind) throws -> ModelAdapter {
    .virtualTokens(
      try VirtualTokenAdapter(
        .init(VirtualTokens(kind, count: 3)), for: try model(), start: .random,
        stream: RandomStream(seed: 3)))
  }

  static let interleaved = sample("llama-interleaved", "llama") {
    $0.positions = .rotary(base: 100, layout: .interleaved)
    $0.normalization = .rootMeanSquare(epsilon: 1e-6)
    $0.activation = .swiGLU
    $0.keyValueHeads = 2
    $0.biases = false
    $0.tiedHead = false
  }

  static let all = [
    sample("gpt2", "gpt2") { $0.activation = .geluTanh },
    sample("gpt2-untied", "gpt2") {
      $0.tiedHead = false
      $0.hiddenWidth = 24
      $0.normalization = .layer(epsilon: 1e-3)
      $0.dropout = DropoutRates(embedding: 0.25, attention: 0, residual: 0.125)
    },
    sample("gpt2-without-biases", "gpt2") {
      $0.activation = .silu
      $0.biases = false
    },
    interleaved,
    sample("llama-interleaved-biases", "llama") {
      $0 = interleaved.configuration
      $0.biases = true
      $0.tiedHead = true
    },
    sample("llama-multi-query", "llama") {
      $0 = interleaved.configuration
      $0.positions = .rotary(base: 10_000, layout: .half)
      $0.keyValueHeads = 1
      $0.hiddenWidth = 17
      $0.dropout = DropoutRates(embedding: 0, attention: 0.1, residual: 0.2)
    },
    sample("mixtral", "mixtral") {
      $0 = interleaved.configuration
      $0.experts = .init(count: 4, active: 3)
    },
    sample("experts", "octavo") { $0.experts = .init(count: 3, active: 1) },
    sample("mixtral-with-biases", "octavo") {
      $0 = interleaved.configuration
      $0.biases = true
      $0.experts = .init(count: 3, active: 2)
    },
    sample("learned-swiglu", "octavo") { $0.activation = .swiGLU },
    sample("learned-grouped", "octavo") { $0.keyValueHeads = 2 },
    sample("starcoder2", "starcoder2") {
      $0.positions = .rotary(base: 1e4 / 3, layout: .interleaved)
      $0.biases = false
      $0.tiedHead = false
    },
    sample("arcee", "arcee") {
      $0.positions = .rotary(base: 10_000, layout: .half)
      $0.normalization = .rootMeanSquare(epsilon: 0.1 + 0.2)
      $0.activation = .gelu
      $0.dropout = DropoutRates(embedding: 1.0 / 3, attention: 0.5, residual: 0.25)
    },
    sample("starcoder2-grouped", "starcoder2") {
      $0.positions = .rotary(base: 500, layout: .half)
      $0.keyValueHeads = 2
      $0.activation = .geluTanh
      $0.hiddenWidth = 24
      $0.dropout = 0.2
    },
    sample("arcee-without-biases", "arcee") {
      $0.positions = .rotary(base: 500, layout: .interleaved)
      $0.normalization = .rootMeanSquare(epsilon: 1e-6)
      $0.activation = .silu
      $0.keyValueHeads = 1
      $0.biases = false
      $0.tiedHead = false
    },
    sample("rotary-swiglu", "octavo") {
      $0.positions = .rotary(base: 10_000, layout: .half)
      $0.activation = .swiGLU
      $0.dropout = DropoutRates(1.0 / 3)
    },
  ]

  private static func sample(
    _ name: String, _ modelType: String, _ change: (inout GPT.Configuration) -> Void
  ) -> SampleModel {
    var configuration = GPT.Configuration(
      vocabularySize: 64, context: 24, layers: 2, heads: 4, width: 16)
    change(&configuration)
    return SampleModel(name: name, modelType: modelType, configuration: configuration)
  }
}
