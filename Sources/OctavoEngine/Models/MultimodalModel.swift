/// A language model that reads images among its tokens, as PaLM-E does (Driess et al. 2023), and
/// Frozen before it (Tsimpoukelli et al. 2021): an image encoder computes features of each image,
/// and a linear map projects them into the space of the language model's token embeddings.
public struct MultimodalModel: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    public var image: ImageEncoder.Configuration
    public var language: GPT.Configuration
    /// How many tokens the feature of the whole image becomes, as in Frozen; nil where each of its
    /// patches becomes one, as in PaLM-E.
    public var featureTokens: Int?

    public init(
      image: ImageEncoder.Configuration, language: GPT.Configuration, featureTokens: Int? = nil
    ) {
      self.image = image
      self.language = language
      self.featureTokens = featureTokens
    }

    /// How many tokens an image takes.
    public var imageTokens: Int { featureTokens ?? image.patchCount }
  }

  /// Which parts of the model are trained.
  public enum LearnedPart: String, Codable, Hashable, Sendable, CaseIterable {
    /// The image encoder, the projection and the language model.
    case all
    /// The image encoder and the projection; the language model is frozen.
    case encoder
    /// The projection alone; image encoder and language model are frozen.
    case projection
  }

  public let configuration: Configuration
  public let learned: LearnedPart
  public internal(set) var language: GPT
  /// Of the image encoder.
  public internal(set) var encoder: Parameters
  /// Of the linear map to the language model's embedding space.
  public internal(set) var projection: Parameters

  /// - Parameters:
  ///   - encoder: one that is trained already; nil for a new one.
  ///   - featureTokens: as in the configuration.
  /// - Throws: the first of the configuration's problems.
  public init(
    _ language: GPT, image: ImageEncoder.Configuration, featureTokens: Int? = nil,
    encoder: Parameters? = nil, learned: LearnedPart = .all, stream: RandomStream
  ) throws(ConfigurationProblem) {
    let configuration = Configuration(
      image: image, language: language.configuration, featureTokens: featureTokens)
    if let problem = configuration.problems.first { throw problem }
    self.init(
      configuration, learned: learned, language,
      encoder: encoder ?? Parameters(image.parameters, stream: stream.derived(for: "encoder")),
      projection: Parameters(
        configuration.projection, stream: stream.derived(for: "projection")))
  }

  init(
    _ configuration: Configuration, learned: LearnedPart, _ language: GPT, encoder: Parameters,
    projection: Parameters
  ) {
    self.configuration = configuration
    self.learned = learned
    self.language = language
    self.encoder = encoder
    self.projection = projection
  }

  public var parameterCount: Int {
    encoder.count + projection.count + language.parameters.count
  }

  /// How many numbers are trained.
  public var trainedParameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The variables of a pass.
  struct Pass {
    private let model: MultimodalModel
    private let encoder, projection, language: Weights

    init(_ model: MultimodalModel, on tape: Tape? = nil) {
      self.model = model
      encoder = Weights(model.encoder, on: model.learned == .projection ? nil : tape)
      projection = Weights(model.projection, on: tape)
      language = Weights(model.language.parameters, on: model.learned == .all ? tape : nil)
    }

    /// In the order of the model's `tensors`.
    var leaves: [Variable] {
      switch model.learned {
      case .all: encoder.variables + projection.variables + language.variables
      case .encoder: encoder.variables + projection.variables
      case .projection: projection.variables
      }
    }

    /// The tokens of each image: (B, H, W, channels) → (B · tokens, C).
    func tokens(of images: Tensor) -> Variable {
      let configuration = model.configuration
      let network = ImageEncoder.Network(ParameterSource(encoder), configuration.image)
      let states =
        configuration.featureTokens == nil ? network.patches(images) : network(images)
      return configuration.projection(ParameterSource(projection))(states)
        .reshaped([images.shape[0] * configuration.imageTokens, configuration.language.width])
    }

    /// The scores of the tokens of all responses: (tokens, V).
    ///
    /// - Parameters:
    ///   - images: the tokens of all images, as `tokens(of:)` gives them.
    ///   - places: the places after which a token is scored; those of the responses if nil.
    func logits(
      _ batch: ImagePromptBatch, images: Variable, dropout: NetworkDropout? = nil,
      at places: [Int32]? = nil
    ) -> Variable {
      let network = model.language.network(language)
      let hidden = network.hiddenStates(
        batch.responses.tokens, dropout: dropout, at: places ?? batch.responses.predictors,
        inserted: InsertedStates(
          states: images, places: batch.imagePlaces, sources: batch.imageTokens))
      return network.logits(hidden)
    }
  }
}

/// States that replace the embeddings of some of a batch's tokens.
struct InsertedStates {
  /// (N, C)
  let states: Variable
  /// Among the batch's tokens, row after row.
  let places: [Int32]
  /// For each place, the row of `states` that belongs there.
  let sources: [Int32]
}

extension MultimodalModel.Configuration {
  /// The map to the embeddings, initialized as they are.
  fileprivate func projection(_ source: ParameterSource) -> Linear {
    Linear(
      source["projection"], image.width, (featureTokens ?? 1) * language.width,
      start: language.start)
  }

  var projection: [ParameterShape] { ParameterSource.shapes { projection($0) } }

  /// Everything that is wrong with these settings.
  public var problems: [ConfigurationProblem] {
    var problems = image.problems + language.problems
    guard problems.isEmpty else { return problems }
    if let featureTokens, !(1...1024 ~= featureTokens) {
      problems.append(
        ConfigurationProblem(
          setting: "featureTokens", message: "must be between 1 and 1024, but is \(featureTokens)"))
    } else if imageTokens + 1 > language.context {
      problems.append(
        ConfigurationProblem(
          setting: "imageTokens",
          message: "an image takes \(imageTokens) tokens, and the language model's context of "
            + "\(language.context) has no room for text beside them"))
    }
    return problems
  }

  /// An estimate of the memory that training takes, in bytes.
  public func trainingBytes(batch: Int) -> Int {
    let (sum, overflows) = image.trainingBytes(batch: batch)
      .addingReportingOverflow(language.trainingBytes(batch: batch))
    return overflows ? .max : sum
  }
}

extension MultimodalModel: Trainable {
  package var tensors: [Tensor] {
    switch learned {
    case .all: encoder.tensors + projection.tensors + language.parameters.tensors
    case .encoder: encoder.tensors + projection.tensors
    case .projection: projection.tensors
    }
  }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    switch learned {
    case .all: Parameters.withTensors(of: &encoder, &projection, &language.parameters, body)
    case .encoder: Parameters.withTensors(of: &encoder, &projection, body)
    case .projection: body(&projection.tensors)
    }
  }
}
