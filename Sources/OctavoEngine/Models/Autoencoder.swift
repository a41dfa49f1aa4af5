/// A convolutional variational autoencoder: an image of H × W pixels becomes a normal distribution
/// over latents of H / f × W / f, with f a power of two (Kingma & Welling 2014; Rombach et al. 2022,
/// section 3.1).
public struct Autoencoder: Sendable {
  public let configuration: Configuration
  public internal(set) var parameters: Parameters
  /// What latents are multiplied by to have variance 1, as a diffusion model wants them (Rombach et
  /// al. 2022, appendix G).
  public internal(set) var latentScale: Double

  /// A new model.
  ///
  /// - Throws: the first of the configuration's problems.
  public init(_ configuration: Configuration, stream: RandomStream) throws(ConfigurationProblem) {
    try self.init(
      configuration, parameters: Parameters(configuration.parameters, stream: stream),
      latentScale: 1)
  }

  init(
    _ configuration: Configuration, parameters: Parameters, latentScale: Double
  ) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    self.parameters = parameters
    self.latentScale = latentScale
  }

  /// The distribution over latents: (B, H, W, channels) → (B, H/f, W/f, 2 Z), means and then
  /// logarithms of variances, which are limited to −12 … 8 so that their exponentials stay in range.
  func distribution(_ images: Variable, _ weights: Weights) -> Variable {
    Network(ParameterSource(weights), configuration).encoder(images)
      .clippingLogVariances(to: -12...8)
  }

  /// Images between −1 and 1, about: (B, h, w, Z) → (B, f h, f w, channels).
  func images(_ latents: Variable, _ weights: Weights) -> Variable {
    decoder(weights)(latents)
  }

  func decoder(_ weights: Weights) -> Decoder {
    Network(ParameterSource(weights), configuration).decoder
  }
}

extension Autoencoder {
  /// The layers of a model.
  struct Network {
    let encoder: Encoder
    let decoder: Decoder

    init(_ source: ParameterSource, _ configuration: Configuration) {
      encoder = Encoder(source["encoder"], configuration)
      decoder = Decoder(source["decoder"], configuration)
    }
  }

  /// (B, H, W, channels) → (B, H/f, W/f, 2 Z)
  struct Encoder {
    private let input: Convolution
    private let levels: [(downsample: Convolution?, residual: ResidualBlock)]
    private let outputNorm: GroupNorm
    private let output: Convolution

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let (widths, groups) = (configuration.widths, configuration.groups)
      input = Convolution(source["input"], configuration.channels, widths[0])
      levels = widths.enumerated().map { level, width in
        (
          level == 0
            ? nil
            : Convolution(source["\(level).downsample"], widths[level - 1], width, stride: 2),
          ResidualBlock(source["\(level).residual"], width, width, groups: groups)
        )
      }
      outputNorm = GroupNorm(source["output.norm"], channels: widths.last!, groups: groups)
      output = Convolution(source["output"], widths.last!, 2 * configuration.latentChannels)
    }

    func callAsFunction(_ images: Variable) -> Variable {
      var x = input(images)
      for level in levels { x = level.residual(level.downsample?(x) ?? x) }
      return output(outputNorm(x, isSiLU: true))
    }
  }

  /// (B, h, w, Z) → (B, f h, f w, channels)
  struct Decoder {
    private let input: Convolution
    /// The last level first.
    private let levels: [(residual: ResidualBlock, upsample: Convolution?)]
    private let outputNorm: GroupNorm
    /// The last layer.
    let output: Convolution

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let (widths, groups) = (configuration.widths, configuration.groups)
      input = Convolution(source["input"], configuration.latentChannels, widths.last!)
      levels = widths.enumerated().reversed().map { level, width in
        (
          ResidualBlock(source["\(level).residual"], width, width, groups: groups),
          level == 0 ? nil : Convolution(source["\(level).upsample"], width, widths[level - 1])
        )
      }
      outputNorm = GroupNorm(source["output.norm"], channels: widths[0], groups: groups)
      output = Convolution(source["output"], widths[0], configuration.channels)
    }

    func callAsFunction(_ latents: Variable) -> Variable {
      output(features(latents))
    }

    /// What the last layer computes the images from: (B, h, w, Z) → (B, f h, f w, width).
    func features(_ latents: Variable) -> Variable {
      var x = input(latents)
      for level in levels {
        x = level.residual(x)
        if let upsample = level.upsample { x = upsample(x.upsampled()) }
      }
      return outputNorm(x, isSiLU: true)
    }
  }
}

extension Autoencoder {
  /// The means of the latents of images (N, H, W, channels), scaled to variance 1.
  public func encoded(_ images: Tensor, batch: Int = 64) -> Tensor {
    let weights = Weights(parameters)
    let scale = Float(latentScale)
    return images.mapped(batch: batch) { part in
      (distribution(Variable(part), weights).leading(configuration.latentChannels) * scale).value
    }
  }

  /// The images of scaled latents, limited to what an image can be.
  public func decoded(_ latents: Tensor, batch: Int = 64) -> Tensor {
    let weights = Weights(parameters)
    let scale = Float(1 / latentScale)
    return latents.mapped(batch: batch) { part in
      images(Variable(part) * scale, weights).clipped(to: -1...1).value
    }
  }
}

extension Autoencoder: Trainable {
  package var tensors: [Tensor] { parameters.tensors }
  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) { body(&parameters.tensors) }
}

extension Autoencoder.Configuration {
  /// The parameters of such a model, in order.
  public var parameters: [ParameterShape] {
    ParameterSource.shapes { Autoencoder.Network($0, self) }
  }

  public var parameterCount: Int { parameters.numberCount }
}
