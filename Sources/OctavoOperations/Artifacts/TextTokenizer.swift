import Foundation
import OctavoEngine
import OctavoRunner

/// A tokenizer as a step's result.
struct TextTokenizer: Artifact {
  /// What is known of it before it is there.
  struct Outline: Sendable {
    /// At most this many tokens.
    var vocabularySize: Int
  }

  static let kind = ArtifactKind("tokenizer", "what turns text into tokens and back")

  var tokenizer: Tokenizer

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  func write(to sink: inout some ArtifactSink) throws {
    try sink.file("tokenizer.json", tokenizer.json)
  }

  init(contentsOf folder: URL) throws {
    tokenizer = try Tokenizer(contentsOf: folder.appending(path: "tokenizer.json").path)
  }
}
