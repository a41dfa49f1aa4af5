import Foundation
import OctavoEngine
import OctavoRunner

/// A tokenizer as a step's result.
package struct TextTokenizer: Artifact {
  /// What is known of it before it is there.
  package struct Outline: Sendable {
    /// At most this many tokens.
    var vocabularySize: Int
  }

  package static let kind = ArtifactKind("tokenizer", "what turns text into tokens and back")

  var tokenizer: Tokenizer

  package init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file("tokenizer.json", tokenizer.json)
  }

  package init(contentsOf folder: URL) throws {
    tokenizer = try Tokenizer(contentsOf: folder.appending(path: "tokenizer.json").path)
  }
}
