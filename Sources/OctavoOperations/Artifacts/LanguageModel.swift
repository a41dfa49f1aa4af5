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

    /// Whether two models are known to have vocabularies of different sizes, and so different
    /// tokenizers.
    static func haveOtherVocabularies(_ one: Self?, _ other: Self?) -> Bool {
      guard let one, let other, one.hasExactVocabulary, other.hasExactVocabulary else {
        return false
      }
      return one.configuration.vocabularySize != other.configuration.vocabularySize
    }
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

extension Problems {
  /// Reports a text with a character that the model's tokens cannot write, as far as these are
  /// known.
  mutating func requireWritable(
    _ text: String, by model: LanguageModel.Outline?, at option: FieldReference?
  ) {
    requireWritable(Set(text.unicodeScalars), by: model, at: option)
  }

  /// The same of a corpus, where its characters are known to occur.
  mutating func requireWritable(
    _ corpus: Corpus.Outline?, by model: LanguageModel.Outline?, at option: FieldReference?
  ) {
    if let alphabet = corpus?.exactAlphabet { requireWritable(alphabet, by: model, at: option) }
  }

  private static let mostMissingNamed = 5

  private mutating func requireWritable(
    _ characters: Set<Unicode.Scalar>, by model: LanguageModel.Outline?, at option: FieldReference?
  ) {
    guard let alphabet = model?.alphabet else { return }
    let missing = characters.subtracting(alphabet).sorted { $0.value < $1.value }
      .map { String($0).debugDescription }
    guard !missing.isEmpty else { return }
    let named = missing.prefix(Self.mostMissingNamed)
    let rest = missing.count - named.count
    let names =
      named.joined(separator: ", ")
      + (rest > 0 ? " and \(rest.forReading) other character\(rest == 1 ? "" : "s")" : "")
    let known = alphabet.sorted { $0.value < $1.value }.map { String($0) }
    let most = 120
    report(
      at: option, "the model has no token for \(names)",
      remedy: known.count <= most
        ? "it knows no characters but \(listed(known))"
        : "it knows the \(known.count.forReading) characters that it was trained on")
  }
}
