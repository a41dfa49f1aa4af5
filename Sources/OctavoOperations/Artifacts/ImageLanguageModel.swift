import OctavoEngine
import OctavoRunner

/// A language model that reads images among its tokens, with its tokenizer.
package struct ImageLanguageModel: ModelWithTokenizer {
  /// What is known about one before it is trained.
  package struct Outline: Sendable {
    /// Its vocabulary size may be an estimate.
    var configuration: MultimodalModel.Configuration
    var language: LanguageModel.Outline
  }

  package static let kind = ArtifactKind(
    "image-language-model", "a language model that reads images among its tokens")

  var model: MultimodalModel
  var tokenizer: Tokenizer

  package init(_ model: MultimodalModel, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }
}
