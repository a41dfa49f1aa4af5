/// A vision transformer (Dosovitskiy et al. 2021) as CLIP has it (Radford et al. 2021), with a norm
/// before the blocks too.
public enum ImageEncoder {
  /// Its shape.
  public struct Configuration: Codable, Hashable, Sendable {
    /// Of an image, in pixels.
    public var imageHeight, imageWidth: Int
    public var channels: Int
    /// The side of a patch in pixels, which becomes one token.
    public var patch: Int
    /// Channels of the residual stream, C.
    public var width: Int
    public var layers: Int
    public var heads: Int

    public init(
      imageHeight: Int, imageWidth: Int, channels: Int, patch: Int = 4, width: Int = 64,
      layers: Int = 3, heads: Int = 4
    ) {
      self.imageHeight = imageHeight
      self.imageWidth = imageWidth
      self.channels = channels
      self.patch = patch
      self.width = width
      self.layers = layers
      self.heads = heads
    }

    var patchCount: Int { imageHeight / patch * (imageWidth / patch) }

    /// The parameters of such an encoder, in order.
    public var parameters: [ParameterShape] { ParameterSource.shapes { Network($0, self) } }

    public var parameterCount: Int { parameters.numberCount }
  }

  /// The layers of an encoder.
  struct Network {
    private let embedding: PatchEmbedding
    private let inputNorm: Norm
    private let blocks: [EncoderBlock]
    private let outputNorm: Norm

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let (width, layers) = (configuration.width, configuration.layers)
      embedding = PatchEmbedding(source["embedding"], configuration)
      inputNorm = Norm(source["inputNorm"], width: width)
      blocks = (0..<layers).map {
        EncoderBlock(
          source["blocks.\($0)"], width: width, heads: configuration.heads, layers: layers)
      }
      outputNorm = Norm(source["outputNorm"], width: width)
    }

    /// The feature of each image: (B, H, W, channels) → (B, C).
    func callAsFunction(_ images: Tensor) -> Variable {
      outputNorm(states(Variable(images)).firstStates)
    }

    /// The feature of each patch of each image: (B, H, W, channels) → (B · patches, C).
    func patches(_ images: Tensor) -> Variable {
      let states = states(Variable(images))
      let length = Int32(states.shape[1])
      return outputNorm(
        states.gathered((0..<Int32(states.value.rows)).filter { !$0.isMultiple(of: length) }))
    }

    /// The states of each image and of its patches before the last norm: (B, H, W, channels) →
    /// (B, 1 + patches, C).
    private func states(_ images: Variable) -> Variable {
      blocks.reduce(inputNorm(embedding(images))) { $1($0) }
    }

    /// The same states after each block, those of the first block first.
    func statesByBlock(_ images: Variable) -> [Variable] {
      var states = inputNorm(embedding(images))
      return blocks.map { block in
        states = block(states)
        return states
      }
    }
  }
}

extension ImageEncoder.Configuration {
  /// Everything that is wrong with these settings.
  public var problems: [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    func check(
      _ isRight: Bool, _ setting: String, _ message: @autoclosure () -> String,
      _ cause: ConfigurationProblem.Cause = .value
    ) {
      if !isRight {
        problems.append(ConfigurationProblem(setting: setting, message: message(), cause: cause))
      }
    }
    for (name, size, most) in [
      ("imageHeight", imageHeight, 1 << 14), ("imageWidth", imageWidth, 1 << 14),
      ("channels", channels, 4096), ("patch", patch, 1 << 14), ("width", width, 1 << 16),
      ("layers", layers, 1 << 12), ("heads", heads, 1 << 16),
    ] {
      check(1...most ~= size, name, "must be between 1 and \(most), but is \(size)")
    }
    guard problems.isEmpty else { return problems }
    check(
      width.isMultiple(of: heads), "width", "\(width) is not divisible by \(heads) heads",
      .indivisible(by: "heads"))
    check(
      imageHeight.isMultiple(of: patch) && imageWidth.isMultiple(of: patch), "patch",
      "images of \(imageHeight) × \(imageWidth) cannot be cut into patches of "
        + "\(patch) × \(patch)")
    return problems
  }

  /// An estimate of the memory that training takes, in bytes: weights, gradients, two moments, and
  /// what the forward pass keeps for the backward pass.
  public func trainingBytes(batch: Int) -> Int {
    let kept = Double(batch) * Double(1 + patchCount) * Double(width) * (16 * Double(layers) + 8)
    return Int(exactly: (4 * (4 * Double(parameterCount) + kept)).rounded()) ?? .max
  }
}
