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
    var text = text.withLineFeeds
    let lineFeeds = self.text.utf8.count
    return text.withUTF8 { bytes in
      var documents: [String] = []
      var start = 0
      func add(upTo end: Int) {
        let document = String(decoding: bytes[start..<end], as: UTF8.self)
        if !document.allSatisfy(\.isWhitespace) { documents.append(document) }
      }
      var place = 0
      while place + lineFeeds <= bytes.count {
        if bytes[place] == UInt8(ascii: "\n"), bytes[place + lineFeeds - 1] == bytes[place] {
          add(upTo: place)
          place += lineFeeds
          start = place
        } else {
          place += 1
        }
      }
      add(upTo: bytes.count)
      return documents
    }
  }

  func joined(_ documents: [String]) -> String {
    var joined = ""
    joined.reserveCapacity(documents.reduce(0) { $0 + $1.utf8.count + text.utf8.count })
    for document in documents {
      joined += document
      joined += text
    }
    return joined
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
