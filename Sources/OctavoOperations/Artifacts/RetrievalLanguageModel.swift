import OctavoEngine
import OctavoRunner

/// A language model that reads neighbors from a store, with its tokenizer.
package struct RetrievalLanguageModel: ModelWithTokenizer {
  /// What is known about the model before it is trained.
  package struct Outline: Sendable {
    /// Its vocabulary size may be an estimate.
    var configuration: RetroModel.Configuration
    var language: LanguageModel.Outline
  }

  package static let kind = ArtifactKind(
    "retrieval-model", "a language model that reads neighbors from a store")

  var model: RetroModel
  var tokenizer: Tokenizer

  package init(_ model: RetroModel, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }
}
