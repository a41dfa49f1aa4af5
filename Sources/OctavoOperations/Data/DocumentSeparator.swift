import Foundation
import OctavoRunner

/// What stands between the documents of a corpus.
enum DocumentSeparator: String, OptionChoice {
  case line, paragraph

  var text: String {
    switch self {
    case .line: "\n"
    case .paragraph: "\n\n"
    }
  }

  /// The documents of a text, without those that are blank.
  func split(_ text: String) -> [String] {
    text.components(separatedBy: self.text)
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }

  func joined(_ documents: [String]) -> String {
    documents.map { $0 + text }.joined()
  }
}
