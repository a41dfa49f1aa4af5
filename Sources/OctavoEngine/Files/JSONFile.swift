import OctavoBase

/// Reading of files that hold one JSON document.
enum JSONFile {
  /// What is wrong with such a file; says neither its name nor that it cannot be read.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter bytes: of the file, with or without a byte order mark.
  static func value(in bytes: [UInt8]) throws(Problem) -> JSON {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    do throws(JSONError) {
      return try JSON(parsing: text)
    } catch {
      throw Problem(description: description(of: error, text))
    }
  }

  private static func description(of error: JSONError, _ text: ArraySlice<UInt8>) -> String {
    if let foreign = ForeignContent(startingWith: Array(text.prefix(ForeignContent.length))) {
      return foreign.description
    }
    let again = "fetch or save it again"
    guard let first = text.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
      return "the file is empty; \(again)"
    }
    if SafetensorsHeader.seemsToBegin(text) {
      return "this is a safetensors file, not JSON; give the file of this name that belongs here"
    }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    guard isJSON else {
      let start = String(decoding: text.prefix(40), as: UTF8.self)
      return "this is not JSON: it begins with \(start.quotedForDisplay); \(again)"
    }
    if isCut(text.dropFirst(error.offset)) {
      return "this is not JSON: the file ends too early, at byte \(text.count); \(again)"
    }
    return "this is not JSON: \(error.problem) \(position(of: error.offset, in: text)); \(again)"
  }

  /// Whether a text ends in the middle of what stands from a problem on.
  private static func isCut(_ rest: ArraySlice<UInt8>) -> Bool {
    let hexadecimal = Array("0123456789abcdefABCDEF".utf8)
    return ["true", "false", "null"].contains { $0.utf8.starts(with: rest) }
      || rest.count < 4 && rest.allSatisfy(hexadecimal.contains)
  }

  private static func position(of offset: Int, in text: ArraySlice<UInt8>) -> String {
    let before = text.prefix(max(0, offset))
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
    return "at line \(line), byte \(before.endIndex - start + 1)"
  }
}

extension String {
  /// The text in quotation marks, as a message can show it: control characters are escaped, and
  /// a long text is cut.
  var quotedForDisplay: String { "“\(shownForDisplay)”" }

  var shownForDisplay: String {
    let longest = 120
    var shown = ""
    for scalar in unicodeScalars.prefix(longest) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > longest ? shown + "…" : shown
  }
}
