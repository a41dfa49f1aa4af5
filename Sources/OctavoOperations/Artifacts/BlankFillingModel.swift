import OctavoEngine
import OctavoRunner

/// A model that fills blanks, with the tokenizer whose tokens it knows.
package struct BlankFillingModel: ModelWithTokenizer {
  /// What is known of one before it is trained.
  package struct Outline: Sendable {
    /// With a vocabulary that may only be an estimate.
    var configuration: GLM.Configuration
  }

  package static let kind = ArtifactKind(
    "blank-filling-model", "a model that fills blanks in texts, with its tokenizer")

  var model: GLM
  var tokenizer: Tokenizer

  package init(_ model: GLM, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }
}
