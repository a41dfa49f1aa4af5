import OctavoEngine
import Testing

/// What follows from the parameters that layers ask for.
@Suite struct ParameterSourceTests {
  static let experts: GPT.Configuration = {
    var configuration = GPT.Configuration.llama(
      vocabularySize: 11, context: 8, layers: 2, heads: 4, keyValueHeads: 2, width: 16,
      hiddenWidth: 24)
    configuration.experts = .init(count: 3, active: 1)
    return configuration
  }()

  @Test func namesAreInTheOrderOfTheLayers() {
    let block = { (layer: Int) in
      ["attentionNorm", "attention.input", "attention.output", "feedForwardNorm", "router"].map {
        "blocks.\(layer).\($0).weight"
      }
        + (0..<3).flatMap { expert in
          ["input", "output"].map { "blocks.\(layer).experts.\(expert).\($0).weight" }
        }
    }
    #expect(
      Self.experts.parameters.map(\.name) == ["tokenEmbedding.weight"] + block(0) + block(1)
        + ["finalNorm.weight", "head.weight"])
  }

  @Test func anAutoencoderHasItsEncoderFirst() {
    let configuration = Autoencoder.Configuration(
      channels: 3, latentChannels: 2, widths: [4, 8], groups: 2)
    let names = configuration.parameters.map(\.name).filter { $0.hasSuffix(".weight") }
    func residual(_ level: String) -> [String] {
      ["inputNorm", "input", "outputNorm", "output"].map { "\(level).residual.\($0)" }
    }
    let layers =
      ["encoder.input"] + residual("encoder.0") + ["encoder.1.downsample"] + residual("encoder.1")
      + ["encoder.output.norm", "encoder.output", "decoder.input"] + residual("decoder.1")
      + ["decoder.1.upsample"] + residual("decoder.0") + ["decoder.output.norm", "decoder.output"]
    #expect(names == layers.map { "\($0).weight" })
  }

  /// The numbers of a parameter follow from its name, and from no other parameter.
  @Test func aLayerBeginsAlikeInModelsOfAnyDepth() throws {
    var deeper = Self.experts
    deeper.layers = 4
    deeper.tiedHead = true
    let stream = RandomStream(seed: 3)
    let (model, other) = try (
      GPT(Self.experts, stream: stream), GPT(deeper, stream: stream)
    )
    let name = "blocks.1.attention.input.weight"
    #expect(model.parameters[name] == other.parameters[name])
    #expect(model.parameters[name] != model.parameters["blocks.0.attention.input.weight"])
  }

  @Test func activeParametersLeaveIdleExpertsOut() {
    let configuration = Self.experts
    let expert = 16 * 48 + 24 * 16
    #expect(configuration.parameterCount - configuration.activeParameterCount == 2 * 2 * expert)
  }

  /// Beyond any memory, so that counting must not make the model.
  @Test func parametersAreCountedWithoutTheirNumbers() {
    let configuration = GPT.Configuration(
      vocabularySize: 1 << 20, context: 1 << 10, layers: 96, heads: 1 << 7, width: 1 << 17)
    #expect(configuration.problems.isEmpty)
    #expect(configuration.parameterCount > 1 << 44)
    let network = DenoisingUNet.Configuration(channels: 4, width: 4096, multipliers: [64, 64])
    #expect(network.parameterCount > 1 << 42)
  }
}
