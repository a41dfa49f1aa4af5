import Foundation
import OctavoEngine
import OctavoRunner

/// A GPT with the tokenizer whose tokens it knows. Its files are a Hugging Face folder, which
/// `transformers` opens where it has the model's architecture.
struct LanguageModel: Artifact {
  /// What is known of a model before it is trained or loaded.
  struct Outline: Sendable {
    var context: Int
  }

  static let kind = ArtifactKind("model", "a language model with its tokenizer")

  var model: GPT
  var tokenizer: Tokenizer

  init(_ model: GPT, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }

  func write(to sink: inout some ArtifactSink) throws {
    for file in try PretrainedModel(model, tokenizer: tokenizer).files() {
      try sink.file(file.name, file.produce)
    }
  }

  init(contentsOf folder: URL) throws {
    let pretrained = try PretrainedModel(contentsOf: folder)
    guard let tokenizer = pretrained.tokenizer else {
      throw OperationError(
        "\(folder.path) holds a model without a tokenizer",
        remedy: "add its `tokenizer.json` to the folder")
    }
    self.init(pretrained.model, tokenizer)
  }
}
