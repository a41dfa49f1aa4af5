import Foundation
import OctavoEngine
import OctavoRunner

/// A GPT with the tokenizer whose tokens it knows. Its files are a Hugging Face folder, which
/// `transformers` opens where it has the model's architecture.
package struct LanguageModel: Artifact {
  /// What is known of a model before it is trained or loaded.
  package struct Outline: Sendable {
    /// With a vocabulary that may only be an estimate.
    var configuration: GPT.Configuration
    /// Whether the vocabulary is none.
    var hasExactVocabulary = false
    /// What it can write, and perhaps more; nil where that is not known, or anything.
    var alphabet: Set<Unicode.Scalar>?
  }

  package static let kind = ArtifactKind("model", "a language model with its tokenizer")

  var model: GPT
  var tokenizer: Tokenizer

  package init(_ model: GPT, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }

  package func write(to sink: inout some ArtifactSink) throws {
    for file in try PretrainedModel(model, tokenizer: tokenizer).files() {
      try sink.file(file.name, file.produce)
    }
  }

  package init(contentsOf folder: URL) throws {
    self = try Self.read(folder).model
  }

  /// Reads a folder, and says what of it is not used, or not as its `config.json` says.
  static func read(_ folder: URL) throws -> (model: LanguageModel, remarks: [String]) {
    let pretrained = try PretrainedModel(contentsOf: folder)
    let tokenizer = try pretrained.tokenizer ?? PretrainedModel.requiredTokenizer(at: folder)
    return (LanguageModel(pretrained.model, tokenizer), pretrained.remarks)
  }
}
