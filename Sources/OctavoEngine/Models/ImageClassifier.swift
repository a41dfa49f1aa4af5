/// An image encoder with a linear layer that tells which of some classes an image belongs to.
public struct ImageClassifier: Sendable {
  public let configuration: ImageEncoder.Configuration
  /// The classes, which are captions; an image belongs to one.
  public let classes: [String]
  /// Of the encoder.
  public internal(set) var encoder: Parameters
  /// Of the linear layer from features to classes.
  public internal(set) var head: Parameters
  /// Whether the encoder stays as it is while the classifier is trained (a linear probe).
  public let isEncoderFixed: Bool

  /// - Parameters:
  ///   - encoder: one that is trained already; nil for a new one.
  ///   - isEncoderFixed: whether only the linear layer learns.
  /// - Throws: the first of the configuration's problems.
  public init(
    _ configuration: ImageEncoder.Configuration, classes: [String], encoder: Parameters? = nil,
    isEncoderFixed: Bool = false, stream: RandomStream
  ) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    self.classes = classes
    self.encoder = encoder ?? Parameters(configuration.parameters, stream: stream)
    head = Parameters(
      Self.headShapes(width: configuration.width, classes: classes.count), stream: stream)
    self.isEncoderFixed = isEncoderFixed
  }

  fileprivate init(_ description: Description, encoder: Parameters, head: Parameters) {
    configuration = description.configuration
    classes = description.classes
    isEncoderFixed = description.isEncoderFixed
    self.encoder = encoder
    self.head = head
  }

  public var parameterCount: Int { encoder.count + head.count }

  /// The variables of a pass.
  struct Pass {
    private let encoder, head: Weights
    private let model: ImageClassifier

    init(_ model: ImageClassifier, on tape: Tape? = nil) {
      self.model = model
      encoder = Weights(model.encoder, on: model.isEncoderFixed ? nil : tape)
      head = Weights(model.head, on: tape)
    }

    var leaves: [Variable] {
      (model.isEncoderFixed ? [] : encoder.variables) + head.variables
    }

    /// What each image is: (B, H, W, channels) → (B, C).
    func features(_ images: Tensor) -> Variable {
      ImageEncoder.Network(ParameterSource(encoder), model.configuration)(images)
    }

    /// The scores of the classes: (B, H, W, channels) → (B, classes).
    func logits(_ images: Tensor) -> Variable { logits(ofFeatures: features(images)) }

    /// The same from the images' features: (B, C) → (B, classes).
    func logits(ofFeatures features: Variable) -> Variable {
      ImageClassifier.layer(
        ParameterSource(head), width: model.configuration.width, classes: model.classes.count)(
          features)
    }
  }

  private static func layer(_ source: ParameterSource, width: Int, classes: Int) -> Linear {
    Linear(source["head"], width, classes)
  }

  fileprivate static func headShapes(width: Int, classes: Int) -> [ParameterShape] {
    ParameterSource.shapes { layer($0, width: width, classes: classes) }
  }

  /// What each image is: (N, H, W, channels) → (N, C).
  public func features(_ images: Tensor) -> Tensor {
    let pass = Pass(self)
    return images.mapped(batch: 64) { pass.features($0).value }
  }

  /// The logarithms of the classes' probabilities: (N, H, W, channels) → (N, classes).
  public func logProbabilities(_ images: Tensor) -> Tensor {
    logProbabilities(ofFeatures: features(images))
  }

  /// The same from what `features(_:)` returns: (N, C) → (N, classes).
  public func logProbabilities(ofFeatures features: Tensor) -> Tensor {
    let pass = Pass(self)
    return features.mapped(batch: 64) { batch in
      let logits = pass.logits(ofFeatures: Variable(batch)).value
      let totals = logits.logSumExp()
      return Tensor(
        logits.values.enumerated().map { $1 - totals[$0 / logits.columns] }, shape: logits.shape)
    }
  }
}

extension ImageClassifier: Trainable {
  /// The encoder's, unless it is fixed, and the head's.
  package var tensors: [Tensor] { (isEncoderFixed ? [] : encoder.tensors) + head.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    if isEncoderFixed {
      body(&head.tensors)
    } else {
      Parameters.withTensors(of: &encoder, &head, body)
    }
  }
}

extension ImageClassifier: ArchivedModel {
  /// What is known of one without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: ImageEncoder.Configuration
    public let classes: [String]
    public let isEncoderFixed: Bool
  }

  public var description: Description {
    Description(
      configuration: configuration, classes: classes, isEncoderFixed: isEncoderFixed)
  }

  package var archivedTensors: [Tensor] { encoder.tensors + head.tensors }

  package init(_ description: Description, from queue: inout TensorQueue) throws {
    try self.init(description) { _, shapes in try queue.take(shapes) }
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(encoder.deferred(prefix: "encoder") + head.deferred(), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a classifier.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    try self.init(description) { prefix, shapes in try file.parameters(shapes, prefix: prefix) }
  }

  private init(
    _ description: Description, _ read: (_ prefix: String?, [ParameterShape]) throws -> Parameters
  ) throws {
    let configuration = description.configuration
    if let problem = configuration.problems.first { throw problem }
    let shapes = Self.headShapes(width: configuration.width, classes: description.classes.count)
    self.init(
      description, encoder: try read("encoder", configuration.parameters),
      head: try read(nil, shapes))
  }
}
