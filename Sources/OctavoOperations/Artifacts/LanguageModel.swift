import Foundation
import OctavoEngine
import OctavoRunner

/// A GPT with the tokenizer whose tokens it knows.
struct LanguageModel: Artifact {
  /// What is known of a model before it is trained.
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
    try sink.file("model.octavo", model.archive())
    try sink.file("tokenizer.json", tokenizer.json)
  }

  init(contentsOf folder: URL) throws {
    model = try GPT(archive: Data(contentsOf: folder.appending(path: "model.octavo")))
    tokenizer = try Tokenizer(contentsOf: folder.appending(path: "tokenizer.json").path)
  }
}
