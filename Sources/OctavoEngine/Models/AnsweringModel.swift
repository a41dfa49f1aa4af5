/// A model that answers questions about images by choosing among answers, as is usual for visual
/// question answering (Antol et al. 2015): a head of two linear layers reads the features that a
/// model of images and texts computes from image and question.
public struct AnsweringModel: Sendable {
  /// The model that reads image and question.
  public enum Reader: Sendable {
    /// Both together; the head reads the state of the pair.
    case fused(FusionModel)
    /// Each by itself (late fusion); the head reads both features, side by side.
    case compared(ContrastiveModel)
  }

  public internal(set) var reader: Reader
  /// The head's: the two layers from the features to the answers' scores.
  public internal(set) var head: Parameters
  /// The answers that it chooses among.
  public let answers: [String]
  /// Whether it sees the images; otherwise it sees gray ones in their place.
  public let seesImages: Bool

  /// A model whose head is new.
  public init(_ reader: Reader, answers: [String], seesImages: Bool = true, stream: RandomStream) {
    self.init(
      reader, answers, seesImages,
      head: Parameters(reader.headShapes(answers: answers.count), stream: stream))
  }

  init(_ reader: Reader, _ answers: [String], _ seesImages: Bool, head: Parameters) {
    self.reader = reader
    self.answers = answers
    self.seesImages = seesImages
    self.head = head
  }

  /// The model bound to the variables of a pass.
  package struct Pass {
    private let read: ([[Int32]], Tensor) -> Variable
    private let layers: Head
    private let seesImages: Bool
    package let leaves: [Variable]

    package init(_ model: AnsweringModel, on tape: Tape? = nil) {
      let head = Weights(model.head, on: tape)
      layers = Head(ParameterSource(head), model.reader, answers: model.answers.count)
      seesImages = model.seesImages
      switch model.reader {
      case .fused(let model):
        let pass = FusionModel.Pass(model, on: tape)
        read = { pass.states($0, $1).pair }
        leaves = pass.leaves + head.variables
      case .compared(let model):
        let pass = ContrastiveModel.Pass(model, on: tape)
        read = { pass.joinedFeatures($0, $1) }
        leaves = pass.leaves + head.variables
      }
    }

    /// The scores of the answers: questions, (B, H, W, channels) → (B, answers).
    package func scores(_ questions: [[Int32]], _ images: Tensor) -> Variable {
      layers(read(questions, seesImages ? images : Tensor(zeros: images.shape)))
    }
  }

  /// The answers' scores: (N, answers).
  ///
  /// - Precondition: there is a question for each of the images (N, H, W, channels), of words that
  ///   the model knows.
  public func scores(_ questions: [[Int32]], _ images: Tensor) -> Tensor {
    let pass = Pass(self)
    return Tensor(
      joiningBatches: stride(from: 0, to: questions.count, by: 64).map { first in
        let rows = Array(first..<min(questions.count, first + 64))
        return pass.scores(rows.map { questions[$0] }, images.batchRows(rows)).value
      })
  }

  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }
}

extension AnsweringModel {
  /// As in ViLBERT: a hidden layer of twice the width, with GELU.
  fileprivate struct Head {
    private let hidden, output: Linear

    init(_ source: ParameterSource, _ reader: Reader, answers: Int) {
      let (inputs, width) =
        switch reader {
        case .fused(let model): (model.configuration.shape.width, model.configuration.shape.width)
        case .compared(let model): (2 * model.configuration.features, model.configuration.features)
        }
      hidden = Linear(source["hidden"], inputs, 2 * width)
      output = Linear(source["output"], 2 * width, answers)
    }

    func callAsFunction(_ x: Variable) -> Variable { output(hidden(x, activation: .gelu)) }
  }
}

extension AnsweringModel.Reader {
  func headShapes(answers: Int) -> [ParameterShape] {
    ParameterSource.shapes { AnsweringModel.Head($0, self, answers: answers) }
  }

  public var vocabulary: CaptionVocabulary {
    switch self {
    case .fused(let model): model.vocabulary
    case .compared(let model): model.text.vocabulary
    }
  }

  /// The most words of a text that it reads.
  public var captionLength: Int {
    switch self {
    case .fused(let model): model.configuration.captionLength
    case .compared(let model): model.text.length - 1
    }
  }

  public var image: ImageEncoder.Configuration {
    switch self {
    case .fused(let model): model.configuration.shape
    case .compared(let model): model.configuration.image
    }
  }

  /// As `FusionModel.grown(to:captionLength:stream:)`.
  package func grown(
    to vocabulary: CaptionVocabulary, captionLength: Int, stream: RandomStream
  ) throws(ConfigurationProblem) -> AnsweringModel.Reader {
    switch self {
    case .fused(let model):
      .fused(model.grown(to: vocabulary, captionLength: captionLength, stream: stream))
    case .compared(let model):
      .compared(
        try model.grown(to: vocabulary, captionLength: captionLength, stream: stream))
    }
  }

  fileprivate var tensors: [Tensor] {
    switch self {
    case .fused(let model): model.tensors
    case .compared(let model): model.tensors
    }
  }

  fileprivate mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    switch self {
    case .fused(var model):
      // So that `self` does not hold the tensors while they change, which would copy them.
      var emptied = model
      emptied.parameters.tensors = []
      self = .fused(emptied)
      model.withTensors(body)
      self = .fused(model)
    case .compared(var model):
      var emptied = model
      emptied.parameters.tensors = []
      emptied.text.transformer.parameters.tensors = []
      self = .compared(emptied)
      model.withTensors(body)
      self = .compared(model)
    }
  }
}

extension AnsweringModel: Trainable {
  /// The reader's and then the head's.
  package var tensors: [Tensor] { reader.tensors + head.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    var own = head.tensors
    head.tensors = []
    reader.withTensors { tensors in
      let count = tensors.count
      var all = tensors + own
      // So that nobody else holds them.
      tensors = []
      own = []
      body(&all)
      tensors = Array(all[..<count])
      own = Array(all[count...])
    }
    head.tensors = own
  }
}
