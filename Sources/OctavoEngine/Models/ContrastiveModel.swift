import OctavoBase

/// CLIP (Radford et al. 2021): an encoder of images and one of captions, whose features are compared
/// by their angle. E below is the width of the features.
public struct ContrastiveModel: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    public var image: ImageEncoder.Configuration
    /// Numbers of a feature, E.
    public var features: Int
    /// What cosines are divided by at the start, τ.
    public var temperature: Double

    public init(
      image: ImageEncoder.Configuration, features: Int = 64, temperature: Double = 0.07
    ) {
      self.image = image
      self.features = features
      self.temperature = temperature
    }
  }

  public let configuration: Configuration
  /// Of the image encoder, the two projections and the scale.
  public internal(set) var parameters: Parameters
  public internal(set) var text: TextEncoder

  /// A new model.
  ///
  /// - Parameter text: one token longer than the longest caption, so that each has an end.
  /// - Throws: the first of the configuration's problems.
  public init(
    _ configuration: Configuration, text: TextEncoder, stream: RandomStream
  ) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    let shapes = configuration.parameters(textWidth: text.width)
    self.init(configuration, Parameters(shapes, stream: stream), text)
  }

  init(_ configuration: Configuration, _ parameters: Parameters, _ text: TextEncoder) {
    self.configuration = configuration
    self.parameters = parameters
    self.text = text
  }

  /// What cosines are divided by now.
  public var temperature: Double {
    Double(1 / min(Float.exp(parameters["logScale"].scalar), Self.mostScale))
  }

  /// The largest factor of cosines, as in the paper's section 2.5.
  static let mostScale: Float = 100

  /// The model bound to the variables of a pass.
  struct Pass {
    private let image, text: Weights
    private let layers: Layers
    private let encoder: TextEncoder

    init(_ model: ContrastiveModel, on tape: Tape? = nil) {
      image = Weights(model.parameters, on: tape)
      text = Weights(model.text.transformer.parameters, on: tape)
      layers = Layers(ParameterSource(image), model.configuration, textWidth: model.text.width)
      encoder = model.text
    }

    var leaves: [Variable] { image.variables + text.variables }
    /// The logarithm of what cosines are multiplied by, (1).
    var logScale: Variable { layers.logScale }

    /// Features of length 1: (B, H, W, channels) → (B, E).
    func features(ofImages images: Tensor) -> Variable {
      projected(images).scaledToUnitLength()
    }

    /// Features of length 1: captions → (B, E).
    func features(ofCaptions captions: [[Int32]]) -> Variable {
      projected(captions).scaledToUnitLength()
    }

    /// The features of images and of captions side by side, not scaled to length 1: (B, 2 E).
    func joinedFeatures(_ captions: [[Int32]], _ images: Tensor) -> Variable {
      projected(images).joined(projected(captions))
    }

    private func projected(_ images: Tensor) -> Variable {
      layers.imageProjection(layers.image(images))
    }

    private func projected(_ captions: [[Int32]]) -> Variable {
      layers.textProjection(encoder.endStates(captions, text))
    }
  }

  private struct Layers {
    let image: ImageEncoder.Network
    let imageProjection, textProjection: Linear
    let logScale: Variable

    init(_ source: ParameterSource, _ configuration: Configuration, textWidth: Int) {
      image = ImageEncoder.Network(source["image"], configuration.image)
      imageProjection = Linear(
        source["imageProjection"], configuration.image.width, configuration.features,
        hasBias: false)
      textProjection = Linear(
        source["textProjection"], textWidth, configuration.features, hasBias: false)
      logScale = source.parameter(
        "logScale", [1], .constant(Float(-Double.log(configuration.temperature))))
    }
  }

  fileprivate static func shapes(_ configuration: Configuration, textWidth: Int) -> [ParameterShape]
  {
    ParameterSource.shapes { Layers($0, configuration, textWidth: textWidth) }
  }

  /// Features of length 1: (N, H, W, channels) → (N, E).
  public func features(ofImages images: Tensor) -> Tensor {
    let pass = Pass(self)
    return images.mapped(batch: 64) { pass.features(ofImages: $0).value }
  }

  /// Features of length 1, (N, E).
  ///
  /// - Precondition: there are captions, of tokens that the text encoder knows.
  public func features(ofCaptions captions: [[Int32]]) -> Tensor {
    let pass = Pass(self)
    return Tensor(
      joiningBatches: stride(from: 0, to: captions.count, by: 64).map {
        pass.features(ofCaptions: Array(captions[$0..<min(captions.count, $0 + 64)])).value
      })
  }

  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The parameters of the image encoder alone.
  public var imageEncoder: Parameters {
    let prefix = "image."
    return Parameters(
      zip(parameters.names, parameters.tensors).filter { $0.0.hasPrefix(prefix) }
        .map { (String($0.0.dropFirst(prefix.count)), $0.1) })
  }
}

extension ContrastiveModel: Trainable {
  /// Those of `parameters` and then the text encoder's.
  package var tensors: [Tensor] { parameters.tensors + text.transformer.parameters.tensors }
  /// One for each tensor.
  package var parameterNames: [String] {
    parameters.names + text.transformer.parameters.names.map { "text.\($0)" }
  }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    Parameters.withTensors(of: &parameters, &text.transformer.parameters, body)
  }
}

extension ContrastiveModel.Configuration {
  func parameters(textWidth: Int) -> [ParameterShape] {
    ContrastiveModel.shapes(self, textWidth: textWidth)
  }

  /// Everything that is wrong with these settings.
  public var problems: [ConfigurationProblem] {
    var problems = image.problems
    if !(1...4096 ~= features) {
      problems.append(
        ConfigurationProblem(
          setting: "features", message: "must be between 1 and 4096, but is \(features)"))
    }
    if !(0.01...100 ~= temperature) {
      problems.append(
        ConfigurationProblem(
          setting: "temperature", message: "must be between 0.01 and 100, but is \(temperature)"))
    }
    return problems
  }
}

extension TextEncoder {
  /// What each caption is: the state at its end, which is the first filling, (B, width).
  ///
  /// - Precondition: every caption is shorter than `length`.
  func endStates(_ captions: [[Int32]], _ weights: Weights) -> Variable {
    precondition(captions.allSatisfy { $0.count < length })
    return transformer.hiddenStates(
      filled(captions), weights,
      at: captions.indices.map { Int32($0 * length + captions[$0].count) })
  }
}
