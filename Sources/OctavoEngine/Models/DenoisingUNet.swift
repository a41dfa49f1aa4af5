/// The network of a diffusion model: it sees a noisy image, how noisy it is, and perhaps a text, and
/// predicts the noise or the image (Ho et al. 2020; Rombach et al. 2022 for the attention).
///
/// Each level works at half the resolution of the one before it; the way up reads what every block
/// on the way down has made. B, H, W and C are images, rows, columns and channels.
public struct DenoisingUNet: Sendable {
  public let configuration: Configuration
  public var parameters: Parameters

  /// A new model.
  ///
  /// - Parameter stream: that of initialisation.
  /// - Throws: the first of the configuration's problems.
  public init(_ configuration: Configuration, stream: RandomStream) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    parameters = Parameters(configuration.parameters, stream: stream)
  }

  init(_ configuration: Configuration, parameters: Parameters) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    self.parameters = parameters
  }

  /// What the model predicts of noisy images (B, H, W, channels), a tensor of their shape.
  ///
  /// - Parameters:
  ///   - steps: of the noise schedule, one an image.
  ///   - text: the states of the images' captions, (B, T, textWidth), where the model has a text.
  /// - Precondition: the resolution is a multiple of `configuration.smallestSide`.
  public func callAsFunction(
    _ noisy: Variable, steps: [Int], text: Variable? = nil, _ weights: Weights
  ) -> Variable {
    let layers = ImageLayers(weights, groups: configuration.groups)
    let time = embedding(of: steps, text, layers)
    func block(_ name: String, _ x: Variable, attends: Bool) -> Variable {
      let y = layers.residualBlock("\(name).residual", x, time: time)
      return attends
        ? layers.transformerBlock("\(name).attention", y, text: text, heads: configuration.heads)
        : y
    }

    var x = layers.convolution("input", noisy)
    var skips = [x]
    for level in 0..<configuration.levels {
      for index in 0..<configuration.blocks {
        x = block("down.\(level).\(index)", x, attends: configuration.attends(level))
        skips.append(x)
      }
      if level + 1 < configuration.levels {
        x = layers.convolution("down.\(level).downsample", x, stride: 2)
        skips.append(x)
      }
    }
    x = block("middle.0", x, attends: true)
    x = layers.residualBlock("middle.1.residual", x, time: time)
    for level in (0..<configuration.levels).reversed() {
      for index in 0...configuration.blocks {
        x = block(
          "up.\(level).\(index)", x.joined(skips.removeLast()),
          attends: configuration.attends(level))
      }
      if level > 0 { x = layers.convolution("up.\(level).upsample", x.upsampled()) }
    }
    return layers.convolution("output", layers.norm("output.norm", x, isSiLU: true))
  }

  /// Step and text as one vector an image: (B, timeWidth). The text's part is its last state, which
  /// has seen the whole of it (Nichol et al. 2022 add one so).
  private func embedding(of steps: [Int], _ text: Variable?, _ layers: ImageLayers) -> Variable {
    let sines = timeEmbedding(steps.map(Double.init), width: configuration.width)
    let hidden = layers.linear("time.input", Variable(sines), activation: .silu)
    var result = layers.linear("time.output", hidden)
    if let text {
      let last = (1...steps.count).map { Int32($0 * text.shape[1] - 1) }
      result = result + layers.linear("time.text", text.gathered(last))
    }
    return result.activated(by: .silu)
  }
}
