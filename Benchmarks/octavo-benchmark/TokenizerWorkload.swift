import Foundation
import OctavoEngine

/// Work on text to be timed, as the command line names it.
enum TokenizerWorkload {
  /// Encoding a file with GPT-2's vocabulary.
  case encode(encoder: String, merges: String, file: String)
  /// Learning a vocabulary of byte pairs from a file.
  case learn(vocabularySize: Int, file: String)

  init?(arguments: [String]) {
    switch (arguments.first, arguments.count) {
    case ("encode", 4):
      self = .encode(encoder: arguments[1], merges: arguments[2], file: arguments[3])
    case ("learn", 3):
      guard let size = Int(arguments[1]) else { return nil }
      self = .learn(vocabularySize: size, file: arguments[2])
    default:
      return nil
    }
  }

  func prepared() throws -> () -> Void {
    switch self {
    case .encode(let encoder, let merges, let file):
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let tokenizer = try BytePairTokenizer(gpt2Encoder: encoder, merges: merges)
      return { _ = tokenizer.encode(text) }
    case .learn(let size, let file):
      let text = try String(contentsOfFile: file, encoding: .utf8)
      return { _ = try? BytePairTrainer(vocabularySize: size).train(on: [text]) }
    }
  }
}
