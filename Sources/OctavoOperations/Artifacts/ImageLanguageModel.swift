import Foundation
import OctavoEngine
import OctavoRunner

/// A language model that reads images among its tokens, with its tokenizer.
package struct ImageLanguageModel: Artifact {
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

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
    try TextTokenizer(tokenizer).write(to: &sink)
  }

  package init(contentsOf folder: URL) throws {
    self.init(
      try MultimodalModel(folder: folder), try TextTokenizer(contentsOf: folder).tokenizer)
  }
}
