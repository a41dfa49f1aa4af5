import Foundation
import OctavoRunner

/// What stands between the documents of a corpus.
package enum DocumentSeparator: String, OptionChoice {
  case line, paragraph

  var text: String {
    switch self {
    case .line: "\n"
    case .paragraph: "\n\n"
    }
  }

  /// The documents of a text, without those that are blank. Whatever form the text's line ends have,
  /// those of the documents are line feeds.
  package func split(_ text: String) -> [String] {
    text.withLineFeeds.components(separatedBy: self.text)
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }

  func joined(_ documents: [String]) -> String {
    documents.map { $0 + text }.joined()
  }
}

extension String {
  /// The text with `\n` for `\r\n` and `\r`.
  fileprivate var withLineFeeds: String {
    let carriageReturn = UInt8(ascii: "\r")
    guard utf8.contains(carriageReturn) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var previous: UInt8 = 0
    for byte in utf8 {
      if byte == carriageReturn {
        bytes.append(UInt8(ascii: "\n"))
      } else if byte != UInt8(ascii: "\n") || previous != carriageReturn {
        bytes.append(byte)
      }
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
