/// Cuts a formula into signs and commands.
struct MathLexer {
  enum Kind: Hashable {
    /// Without the backslash.
    case command(String)
    case character(Unicode.Scalar)
    case open, close, alignment, superscript, subscriptSign, prime, tie, rowEnd, end
  }

  struct Token: Hashable {
    var kind: Kind
    var range: Range<Int>
  }

  let scalars: [Unicode.Scalar]
  private(set) var index = 0

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  mutating func next() -> Token {
    skipSpace()
    guard index < scalars.count else { return Token(kind: .end, range: index..<index) }
    let start = index
    let scalar = scalars[index]
    index += 1
    let kind: Kind =
      switch scalar {
      case "\\": command()
      case "{": .open
      case "}": .close
      case "&": .alignment
      case "^": .superscript
      case "_": .subscriptSign
      case "'", "’": .prime
      case "~": .tie
      default: .character(scalar)
      }
    return Token(kind: kind, range: start..<index)
  }

  private mutating func command() -> Kind {
    let start = index
    while index < scalars.count, scalars[index].isLatinLetter { index += 1 }
    if index == start, index < scalars.count { index += 1 }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[start..<index])
    return name == "\\" ? .rowEnd : .command(name)
  }

  /// White space means nothing, and what follows a percent sign on its line is a comment.
  private mutating func skipSpace() {
    while index < scalars.count {
      if scalars[index] == "%" {
        while index < scalars.count, !scalars[index].isLineEnd { index += 1 }
      } else if scalars[index].properties.isWhitespace {
        index += 1
      } else {
        return
      }
    }
  }

  mutating func skipToEnd() { index = scalars.count }

  /// The signs up to the brace that closes a group whose opening one is the last token; afterwards
  /// that brace is the last. `nil` where nothing closes it.
  mutating func contentOfGroup() -> Range<Int>? {
    let start = index
    var depth = 1
    while index < scalars.count {
      switch scalars[index] {
      case "\\": index += 1
      case "{": depth += 1
      case "}": depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return start..<index - 1 }
    }
    index = scalars.count
    return nil
  }

  /// The signs between brackets of which the first is the last token.
  mutating func contentOfBrackets() -> Range<Int>? {
    guard let end = scalars[index...].firstIndex(of: "]") else { return nil }
    defer { index = end + 1 }
    return index..<end
  }

  func text(_ range: Range<Int>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[range])
    return text
  }
}

extension Unicode.Scalar {
  var isLatinLetter: Bool { "a"..."z" ~= self || "A"..."Z" ~= self }
  var isDecimalDigit: Bool { "0"..."9" ~= self }
  var isLineEnd: Bool { self == "\n" || self == "\r" }
}
