/// A model that reads a caption and an image together, so that every word can attend to every
/// patch: in one stream (`SingleStream`) or two (`TwoStream`). One head predicts masked words,
/// another whether the caption belongs to the image.
public struct FusionModel: Sendable {
  /// How words and patches are processed together.
  public enum Form: String, Codable, Hashable, Sendable, CaseIterable {
    /// In one sequence.
    case singleStream = "single-stream"
    /// In two that attend to each other.
    case twoStream = "two-stream"
  }

  public struct Configuration: Codable, Hashable, Sendable {
    public var form: Form
    /// The shape of the images and of the transformer; its layers are blocks, or with two streams
    /// pairs of co-attention and self-attention.
    public var shape: ImageEncoder.Configuration
    /// With two streams, how many blocks the words alone pass through first; 0 with one stream.
    public var textLayers: Int
    /// The most words of a caption.
    public var captionLength: Int

    public init(
      form: Form, shape: ImageEncoder.Configuration, textLayers: Int = 1, captionLength: Int
    ) {
      self.form = form
      self.shape = shape
      self.textLayers = form == .singleStream ? 0 : textLayers
      self.captionLength = captionLength
    }
  }

  public let configuration: Configuration
  public let vocabulary: CaptionVocabulary
  public internal(set) var parameters: Parameters

  /// A new model.
  ///
  /// - Throws: the first of the configuration's problems.
  public init(
    _ configuration: Configuration, vocabulary: CaptionVocabulary, stream: RandomStream
  ) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.init(
      configuration, vocabulary,
      Parameters(configuration.parameters(vocabulary), stream: stream))
  }

  init(
    _ configuration: Configuration, _ vocabulary: CaptionVocabulary, _ parameters: Parameters
  ) {
    self.configuration = configuration
    self.vocabulary = vocabulary
    self.parameters = parameters
  }

  /// The model bound to the variables of a pass.
  package struct Pass {
    private let weights: Weights
    private let layers: Layers
    private let vocabulary: CaptionVocabulary
    private let captionLength: Int

    package init(_ model: FusionModel, on tape: Tape? = nil) {
      weights = Weights(model.parameters, on: tape)
      layers = Layers(ParameterSource(weights), model.configuration, model.vocabulary)
      vocabulary = model.vocabulary
      captionLength = model.configuration.captionLength
    }

    package var leaves: [Variable] { weights.variables }

    /// Captions and images read together, pair by pair.
    ///
    /// - Precondition: there is a caption for each of the images (B, H, W, channels).
    package func states(_ captions: [[Int32]], _ images: Tensor) -> FusedStates {
      layers.states(vocabulary.started(captions, length: captionLength), images)
    }

    /// For each pair, the scores that it does not belong together and that it does: (B, 2).
    package func matchingScores(_ states: FusedStates) -> Variable {
      layers.matching(states.pair)
    }

    /// The scores of all tokens at the given words: (words, tokens).
    package func wordScores(_ states: FusedStates, at words: [WordPlace]) -> Variable {
      layers.words(states.words(at: words))
    }
  }

  private struct Layers {
    enum Network {
      case singleStream(SingleStream.Network)
      case twoStream(TwoStream.Network)
    }

    let network: Network
    private let transform: Linear
    private let transformNorm: Norm
    let matching: Linear

    init(
      _ source: ParameterSource, _ configuration: Configuration, _ vocabulary: CaptionVocabulary
    ) {
      let width = configuration.shape.width
      network =
        switch configuration.form {
        case .singleStream:
          .singleStream(SingleStream.Network(source, configuration, vocabulary))
        case .twoStream: .twoStream(TwoStream.Network(source, configuration, vocabulary))
        }
      transform = Linear(source["words.transform"], width, width)
      transformNorm = Norm(source["words.norm"], width: width)
      matching = Linear(source["matching"], width, 2)
    }

    func states(_ captions: TokenBatch, _ images: Tensor) -> FusedStates {
      switch network {
      case .singleStream(let network): network(captions, images)
      case .twoStream(let network): network(captions, images)
      }
    }

    /// BERT's head, whose output layer shares its weights with the tokens' embedding.
    func words(_ states: Variable) -> Variable {
      let transformed = transformNorm(transform(states, activation: .gelu))
      return switch network {
      case .singleStream(let network): network.captions.scores(transformed)
      case .twoStream(let network): network.captions.scores(transformed)
      }
    }
  }

  fileprivate static func shapes(
    _ configuration: Configuration, _ vocabulary: CaptionVocabulary
  ) -> [ParameterShape] {
    ParameterSource.shapes { Layers($0, configuration, vocabulary) }
  }
}

/// A word of a batch of captions.
package struct WordPlace: Hashable, Sendable {
  /// The index of the caption in the batch.
  package let row: Int
  /// The index of the word in the caption, from 0.
  package let word: Int

  package init(row: Int, word: Int) {
    self.row = row
    self.word = word
  }
}

/// The states of captions and images that were read together.
package struct FusedStates {
  /// The states of the tokens after the last norm, the start token's and the words' first:
  /// (B, length, C).
  let states: Variable
  let length: Int
  /// The state of each pair, (B, C).
  let pair: Variable

  /// The states of the given words: (words, C).
  func words(at places: [WordPlace]) -> Variable {
    // A start token comes before the words.
    states.gathered(places.map { Int32($0.row * length + 1 + $0.word) })
  }
}

extension FusionModel: Trainable {
  package var tensors: [Tensor] { parameters.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) { body(&parameters.tensors) }
}

extension FusionModel.Configuration {
  func parameters(_ vocabulary: CaptionVocabulary) -> [ParameterShape] {
    FusionModel.shapes(self, vocabulary)
  }

  /// How many parameters a model with a vocabulary of this many words has.
  public func parameterCount(words: Int) -> Int {
    // The words only have to differ.
    parameters(CaptionVocabulary(words: (0..<words).map(String.init))).numberCount
  }

  /// Everything that is wrong with these settings.
  public var problems: [ConfigurationProblem] {
    var problems = shape.problems
    for (name, value, most) in [
      ("textLayers", textLayers, 1 << 12), ("captionLength", captionLength, 1 << 12),
    ] where !(0...most ~= value) {
      problems.append(
        ConfigurationProblem(
          setting: name, message: "must be between 0 and \(most), but is \(value)"))
    }
    return problems
  }

  /// An estimate of the memory that training takes, in bytes: weights, gradients, two moments, and
  /// what the forward pass keeps for the backward pass.
  public func trainingBytes(batch: Int, words: Int) -> Int {
    let (length, seen) = (Double(1 + captionLength), Double(1 + shape.patchCount))
    let blocks =
      switch form {
      case .singleStream: Double(shape.layers) * (length + seen)
      case .twoStream:
        Double(textLayers) * length + 2 * Double(shape.layers) * (length + seen)
      }
    let kept = Double(batch) * Double(shape.width) * (16 * blocks + 8 * (length + seen))
    return Int(exactly: (4 * (4 * Double(parameterCount(words: words)) + kept)).rounded()) ?? .max
  }
}
