/// A convolutional variational autoencoder: an image of H × W pixels becomes a normal distribution
/// over latents of H / f × W / f, with f a power of two (Kingma & Welling 2014; Rombach et al. 2022,
/// section 3.1, without the adversary).
public struct Autoencoder: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    /// Of an image.
    public var channels: Int
    /// Of a latent, Z.
    public var latentChannels: Int
    /// Channels at each level; every level after the first has half the resolution.
    public var widths: [Int]
    /// Groups of group normalisation.
    public var groups: Int

    public init(
      channels: Int, latentChannels: Int = 4, widths: [Int] = [16, 32, 64], groups: Int = 8
    ) {
      self.channels = channels
      self.latentChannels = latentChannels
      self.widths = widths
      self.groups = groups
    }

    /// How many pixels of an image's side become one of a latent's, f.
    public var factor: Int { 1 << (widths.count - 1) }

    /// Everything that is wrong with these settings.
    public var problems: [ConfigurationProblem] {
      var problems: [ConfigurationProblem] = []
      func check(_ isRight: Bool, _ setting: String, _ message: @autoclosure () -> String) {
        if !isRight { problems.append(ConfigurationProblem(setting: setting, message: message())) }
      }
      for (name, size) in [
        ("channels", channels), ("latentChannels", latentChannels), ("groups", groups),
      ] {
        check(1...4096 ~= size, name, "must be between 1 and 4096, but is \(size)")
      }
      check(
        1...8 ~= widths.count && widths.allSatisfy { 1...4096 ~= $0 }, "widths",
        "must be 1 to 8 numbers between 1 and 4096, but are \(widths)")
      guard problems.isEmpty else { return problems }
      for width in widths where !width.isMultiple(of: groups) {
        check(false, "widths", "\(width) is not divisible by \(groups) groups")
      }
      return problems
    }
  }

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
    let layers = ImageLayers(weights, groups: configuration.groups)
    var x = layers.convolution("encoder.input", images)
    for level in configuration.widths.indices {
      if level > 0 { x = layers.convolution("encoder.\(level).downsample", x, stride: 2) }
      x = layers.residualBlock("encoder.\(level).residual", x)
    }
    x = layers.norm("encoder.output.norm", x, isSiLU: true)
    return layers.convolution("encoder.output", x).clippingLogVariances(to: -12...8)
  }

  /// Images between −1 and 1, about: (B, h, w, Z) → (B, f h, f w, channels).
  func images(_ latents: Variable, _ weights: Weights) -> Variable {
    let layers = ImageLayers(weights, groups: configuration.groups)
    var x = layers.convolution("decoder.input", latents)
    for level in configuration.widths.indices.reversed() {
      x = layers.residualBlock("decoder.\(level).residual", x)
      if level > 0 { x = layers.convolution("decoder.\(level).upsample", x.upsampled()) }
    }
    return layers.convolution("decoder.output", layers.norm("decoder.output.norm", x, isSiLU: true))
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

extension Autoencoder.Configuration {
  /// The parameters of such a model, in order.
  public var parameters: [ParameterShape] {
    var layout = ImageLayout()
    layout.convolution("encoder.input", channels, widths[0])
    for (level, width) in widths.enumerated() {
      if level > 0 {
        layout.convolution("encoder.\(level).downsample", widths[level - 1], width)
      }
      layout.residualBlock("encoder.\(level).residual", width, width)
    }
    layout.norm("encoder.output.norm", widths.last!)
    layout.convolution("encoder.output", widths.last!, 2 * latentChannels)
    layout.convolution("decoder.input", latentChannels, widths.last!)
    for (level, width) in widths.enumerated().reversed() {
      layout.residualBlock("decoder.\(level).residual", width, width)
      if level > 0 {
        layout.convolution("decoder.\(level).upsample", width, widths[level - 1])
      }
    }
    layout.norm("decoder.output.norm", widths[0])
    layout.convolution("decoder.output", widths[0], channels)
    return layout.parameters
  }

  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// How many numbers the forward pass keeps for one image, an estimate.
  func activations(height: Int, width: Int) -> Double {
    widths.enumerated().reduce(0.0) { sum, level in
      sum + Double(height * width) / Double(1 << (2 * level.offset)) * Double(level.element) * 16
    }
  }
}
