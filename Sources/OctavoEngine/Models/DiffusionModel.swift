/// A denoising network with the noise it was trained on, and the encoder of its captions: what can
/// be trained and sampled from. It works on images or on an autoencoder's latents alike.
public struct DiffusionModel: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    public var network: DenoisingUNet.Configuration
    /// Rows and columns of what is denoised.
    public var height, width: Int
    public var schedule: NoiseSchedule.Shape
    /// How many steps of noise, T.
    public var steps: Int
    public var prediction: Prediction
    /// Whether what is denoised lies between −1 and 1, as images do and latents need not.
    public var isLimited: Bool

    public init(
      network: DenoisingUNet.Configuration, height: Int, width: Int,
      schedule: NoiseSchedule.Shape = .cosine, steps: Int = 1000,
      prediction: Prediction = .velocity, isLimited: Bool
    ) {
      self.network = network
      self.height = height
      self.width = width
      self.schedule = schedule
      self.steps = steps
      self.prediction = prediction
      self.isLimited = isLimited
    }

    /// Everything that is wrong with these settings.
    public var problems: [ConfigurationProblem] {
      var problems = network.problems
      if !(1...100_000 ~= steps) {
        problems.append(
          ConfigurationProblem(
            setting: "steps", message: "must be between 1 and 100000, but is \(steps)"))
      }
      guard problems.isEmpty else { return problems }
      let side = network.smallestSide
      if height < side || width < side || !height.isMultiple(of: side)
        || !width.isMultiple(of: side)
      {
        problems.append(
          ConfigurationProblem(
            setting: "multipliers",
            message: "\(network.levels) levels halve \(height) × \(width) "
              + "\(network.levels - 1) times, which needs multiples of \(side)"))
      }
      return problems
    }
  }

  public let configuration: Configuration
  public let schedule: NoiseSchedule
  public internal(set) var network: DenoisingUNet
  public internal(set) var text: TextEncoder?
  /// Whether training leaves the text encoder unchanged, as Stable Diffusion's leaves CLIP's.
  public let isTextFixed: Bool

  /// - Throws: the first of the configuration's problems.
  public init(
    _ configuration: Configuration, text: TextEncoder?, isTextFixed: Bool = false,
    stream: RandomStream
  ) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    try self.init(
      configuration, DenoisingUNet(configuration.network, stream: stream), text: text,
      isTextFixed: isTextFixed)
  }

  init(
    _ configuration: Configuration, _ network: DenoisingUNet, text: TextEncoder?,
    isTextFixed: Bool
  ) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    guard text?.width == configuration.network.textWidth else {
      throw ConfigurationProblem(
        setting: "textWidth", message: "is not that of the text encoder")
    }
    self.configuration = configuration
    self.network = network
    self.text = text
    self.isTextFixed = isTextFixed
    schedule = NoiseSchedule(configuration.schedule, steps: configuration.steps)
  }

  /// The fixed ones included.
  public var parameterCount: Int { archivedTensors.reduce(0) { $0 + $1.count } }

  /// The variables of a pass.
  struct Pass {
    let network: Weights
    let text: Weights?
    let leaves: [Variable]

    init(_ model: DiffusionModel, on tape: Tape? = nil) {
      network = Weights(model.network.parameters, on: tape)
      text = model.text.map {
        Weights($0.transformer.parameters, on: model.isTextFixed ? nil : tape)
      }
      leaves = network.variables + (model.isTextFixed ? [] : text?.variables ?? [])
    }
  }

  /// What the model predicts of noisy images at their steps.
  ///
  /// - Parameter captions: one an image; an empty one stands for none.
  func prediction(
    _ noisy: Tensor, steps: [Int], captions: [[Int32]], _ pass: Pass
  ) -> Variable {
    let states = text.flatMap { text in pass.text.map { text(captions, $0) } }
    return network(Variable(noisy), steps: steps, text: states, pass.network)
  }
}

extension DiffusionModel: Trainable {
  /// The network's tensors and then the text encoder's, unless this is fixed.
  package var tensors: [Tensor] { isTextFixed ? network.parameters.tensors : archivedTensors }

  package var archivedTensors: [Tensor] {
    network.parameters.tensors + (text?.transformer.parameters.tensors ?? [])
  }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    if text == nil || isTextFixed {
      body(&network.parameters.tensors)
    } else {
      Parameters.withTensors(of: &network.parameters, &text!.transformer.parameters, body)
    }
  }
}
