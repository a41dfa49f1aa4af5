import OctavoEngine
import OctavoRunner

/// Which image a model sees with a question.
enum Sight: String, OptionChoice {
  /// The question's image.
  case own
  /// The image of the next question in the split; the last sees that of the first.
  case other
  /// A grey one.
  case none

  /// The images that the model sees in place of those of the questions.
  func seen(_ set: ImageSet) -> ImageSet {
    switch self {
    case .own: set
    case .other: set[set.captions.indices.map { ($0 + 1) % set.count }]
    case .none:
      ImageSet(
        height: set.height, width: set.width, channels: set.channels,
        bytes: [UInt8](repeating: 128, count: set.bytes.count), captions: set.captions)
    }
  }
}

extension ImageQuestions.Question {
  /// The question as tokens. Each part is encoded separately, so that no token crosses an image.
  func encoded(by tokenizer: Tokenizer) throws -> ImagePrompt {
    ImagePrompt(
      parts: try parts.map { try tokenizer.encode($0) }, response: try tokenizer.encode(response))
  }
}

extension StepContext {
  /// The questions that fit into a model's context, with their indices.
  ///
  /// - Parameter name: what they are called, in the plural.
  func usable(
    _ questions: [ImageQuestions.Question], called name: String, by tokenizer: Tokenizer,
    for model: MultimodalModel.Configuration
  ) throws -> [(index: Int, prompt: ImagePrompt)] {
    try usable(
      try questions.enumerated().map { (index: $0, prompt: try $1.encoded(by: tokenizer)) },
      called: name
    ) { $0.prompt.problem(for: model) }
  }
}
