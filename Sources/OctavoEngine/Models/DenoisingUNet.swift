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
  /// - Parameter stream: that of initialization.
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
    Network(ParameterSource(weights), configuration)(noisy, steps: steps, text: text)
  }
}

extension DenoisingUNet {
  /// The layers of a model. What is added to the stream begins at zero, so that every block begins
  /// as the identity and the whole by predicting nothing.
  struct Network {
    /// A residual block, and attention where its level has some.
    struct Block {
      let residual: ResidualBlock
      let attention: SpatialTransformer?

      init(
        _ source: ParameterSource, _ inputs: Int, _ outputs: Int, attends: Bool,
        _ configuration: Configuration
      ) {
        residual = ResidualBlock(
          source["residual"], inputs, outputs, groups: configuration.groups,
          time: configuration.timeWidth)
        attention =
          attends
          ? SpatialTransformer(
            source["attention"], width: outputs, text: configuration.textWidth,
            heads: configuration.heads, groups: configuration.groups) : nil
      }

      func callAsFunction(_ x: Variable, time: Variable, text: Variable?) -> Variable {
        let y = residual(x, time: time)
        return attention?(y, text: text) ?? y
      }
    }

    /// The blocks of a level, and the convolution between it and the next.
    typealias Level = (blocks: [Block], resampling: Convolution?)

    private let time: TimeEmbedding
    private let input: Convolution
    private let down: [Level]
    private let middle: (Block, ResidualBlock)
    /// The last level first.
    private let up: [Level]
    private let outputNorm: GroupNorm
    private let output: Convolution

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let (levels, blocks) = (configuration.levels, configuration.blocks)
      func block(_ name: String, _ inputs: Int, _ outputs: Int, attends: Bool) -> Block {
        Block(source[name], inputs, outputs, attends: attends, configuration)
      }

      time = TimeEmbedding(source["time"], configuration)
      input = Convolution(source["input"], configuration.channels, configuration.width)
      var (width, skips) = (configuration.width, [configuration.width])
      down = (0..<levels).map { level in
        let blocks = (0..<blocks).map { index in
          defer { width = configuration.width(level) }
          skips.append(configuration.width(level))
          return block(
            "down.\(level).\(index)", width, configuration.width(level),
            attends: configuration.attends(level))
        }
        guard level + 1 < levels else { return (blocks, nil) }
        skips.append(width)
        return (blocks, Convolution(source["down.\(level).downsample"], width, width, stride: 2))
      }
      middle = (
        block("middle.0", width, width, attends: true),
        ResidualBlock(
          source["middle.1.residual"], width, width, groups: configuration.groups,
          time: configuration.timeWidth)
      )
      up = (0..<levels).reversed().map { level in
        let blocks = (0...blocks).map { index in
          defer { width = configuration.width(level) }
          return block(
            "up.\(level).\(index)", width + skips.removeLast(), configuration.width(level),
            attends: configuration.attends(level))
        }
        return (blocks, level > 0 ? Convolution(source["up.\(level).upsample"], width, width) : nil)
      }
      outputNorm = GroupNorm(
        source["output.norm"], channels: width, groups: configuration.groups)
      output = Convolution(source["output"], width, configuration.channels, start: .constant(0))
    }

    /// As `DenoisingUNet`.
    func callAsFunction(_ noisy: Variable, steps: [Int], text: Variable?) -> Variable {
      let time = time(steps, text: text)
      var x = input(noisy)
      var skips = [x]
      for level in down {
        for block in level.blocks {
          x = block(x, time: time, text: text)
          skips.append(x)
        }
        if let downsample = level.resampling {
          x = downsample(x)
          skips.append(x)
        }
      }
      x = middle.0(x, time: time, text: text)
      x = middle.1(x, time: time)
      for level in up {
        for block in level.blocks {
          x = block(x.joined(skips.removeLast()), time: time, text: text)
        }
        if let upsample = level.resampling { x = upsample(x.upsampled()) }
      }
      return output(outputNorm(x, isSiLU: true))
    }
  }
}

extension DenoisingUNet.Configuration {
  /// The parameters of such a model, in order.
  public var parameters: [ParameterShape] {
    ParameterSource.shapes { DenoisingUNet.Network($0, self) }
  }

  public var parameterCount: Int { parameters.numberCount }
}
