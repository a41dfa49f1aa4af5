/// Lays out the lines of a block anew: two spaces for each level, one behind a colon and a hyphen,
/// none at a line's end and within braces. What goes on over several lines stays as it is.
struct BlockFormatter {
  private(set) var lines: [String] = []

  /// A level of the block: where its keys stand, and where they will.
  private struct Level {
    var column: Int
    var newColumn: Int
  }

  private var levels: [Level] = []

  /// - Returns: `nil` of lines whose layout is not known for sure.
  init?(_ written: [String]) {
    var isScalarOf: Int?
    for line in written {
      guard !line.contains("\t") else { return nil }
      let content = line.drop { $0 == " " }
      let column = line.count - content.count
      if let limit = isScalarOf {
        if content.isEmpty || column > limit {
          lines.append(line)
          continue
        }
        isScalarOf = nil
      }
      if content.isEmpty {
        lines.append("")
        continue
      }
      if content.first == "#" {
        lines.append(margin(newColumn(ofComment: column)) + content.trimmedEnd)
        continue
      }
      guard let text = entry(content, at: column, &isScalarOf) else { return nil }
      lines.append(text)
    }
  }

  private func margin(_ count: Int) -> String { String(repeating: " ", count: count) }

  private func newColumn(ofComment column: Int) -> Int {
    levels.last { $0.column == column }?.newColumn ?? column
  }

  private mutating func enter(_ column: Int, within newColumn: Int?) -> Int? {
    while let last = levels.last, last.column > column { levels.removeLast() }
    if let last = levels.last, last.column == column { return last.newColumn }
    let new = newColumn ?? (levels.isEmpty ? 0 : levels[levels.count - 1].newColumn + 2)
    levels.append(Level(column: column, newColumn: new))
    return new
  }

  /// One line of the block from its first character on.
  private mutating func entry(
    _ content: Substring, at column: Int, _ isScalarOf: inout Int?
  ) -> String? {
    guard let newColumn = enter(column, within: nil) else { return nil }
    var result = margin(newColumn)
    var rest = content
    var column = column
    while rest.first == "-" {
      let behind = rest.dropFirst()
      guard behind.first == " " else {
        if behind.isEmpty { return result + "-" }
        break
      }
      let item = behind.drop { $0 == " " }
      guard !item.isEmpty else { return result + "-" }
      result += "- "
      column += rest.count - item.count
      guard enter(column, within: result.count) != nil else { return nil }
      rest = item
    }
    guard let (key, value) = Self.keyAndValue(rest) else {
      // An element of a list; anything else goes on from a line above.
      guard result.hasSuffix("- ") else { return nil }
      return Self.formattedValue(rest, &isScalarOf, column).map { result + $0 }
    }
    result += key + ":"
    guard !value.isEmpty else { return result }
    if value.first == "#" {
      // The space before a comment is the author's.
      let gap = rest.dropFirst(key.count).drop { $0 == " " }.dropFirst().prefix { $0 == " " }
      return result + gap + value.trimmedEnd
    }
    return Self.formattedValue(value, &isScalarOf, column).map { result + " " + $0 }
  }

  /// A plain key, and what stands behind its colon, without the space between them.
  private static func keyAndValue(_ text: Substring) -> (String, Substring)? {
    guard let match = text.prefixMatch(of: #/([A-Za-z][A-Za-z0-9_.-]*) *:(?= |$)/#) else {
      return nil
    }
    return (String(match.1), text[match.range.upperBound...].drop { $0 == " " })
  }

  private static func formattedValue(
    _ value: Substring, _ isScalarOf: inout Int?, _ column: Int
  ) -> String? {
    switch value.first {
    case "|", ">":
      isScalarOf = column
      return value.trimmedEnd
    case "{", "[":
      guard let (flow, rest) = FlowFormatter.formatted(value) else { return nil }
      return flow + rest.trimmedEnd
    case "\"", "'":
      // A text that does not end on its line is not read further.
      guard let sign = value.first, isClosed(value, sign) else { return nil }
      return value.trimmedEnd
    default: return value.trimmedEnd
    }
  }

  private static func isClosed(_ text: Substring, _ sign: Character) -> Bool {
    var rest = text.dropFirst()
    while let character = rest.popFirst() {
      if character == "\\", sign == "\"" {
        rest = rest.dropFirst()
      } else if character == sign {
        guard sign == "'", rest.first == "'" else {
          return rest.allSatisfy { $0 == " " } || rest.drop { $0 == " " }.first == "#"
        }
        rest = rest.dropFirst()
      }
    }
    return false
  }
}

/// Lays out a mapping or a list that stands in braces or brackets on one line.
private struct FlowFormatter {
  private var rest: Substring

  /// - Returns: with what stands behind it, the space before that included; `nil` where it does not end
  ///   on the line.
  static func formatted(_ text: Substring) -> (String, Substring)? {
    var formatter = FlowFormatter(rest: text)
    guard let flow = formatter.collection() else { return nil }
    let behind = formatter.rest.drop { $0 == " " }
    guard behind.isEmpty || (behind.first == "#" && formatter.rest.first == " ") else { return nil }
    return (flow, formatter.rest)
  }

  private mutating func collection() -> String? {
    guard let open = rest.popFirst() else { return nil }
    let close: Character = open == "{" ? "}" : "]"
    var items: [String] = []
    while true {
      skipSpace()
      guard let next = rest.first else { return nil }
      if next == close {
        rest.removeFirst()
        return String(open) + items.joined(separator: ", ") + String(close)
      }
      if next == "," || next == "#" { return nil }
      guard let item = item(until: close) else { return nil }
      items.append(item)
      skipSpace()
      if rest.first == "," { rest.removeFirst() } else if rest.first != close { return nil }
    }
  }

  private mutating func item(until close: Character) -> String? {
    guard let first = part(until: close) else { return nil }
    skipSpace()
    guard rest.first == ":" else { return first }
    rest.removeFirst()
    guard rest.first.map({ $0 == " " || $0 == "," || $0 == close }) ?? false else { return nil }
    skipSpace()
    if rest.first == "," || rest.first == close { return first + ":" }
    return part(until: close).map { "\(first): \($0)" }
  }

  /// A collection, a quoted text or plain words.
  private mutating func part(until close: Character) -> String? {
    switch rest.first {
    case "{", "[": return collection()
    case "\"", "'": return quoted()
    default: break
    }
    var text = ""
    while let next = rest.first {
      if next == "," || next == close || "{}[]#".contains(next) { break }
      if next == ":", rest.dropFirst().first.map({ " ,}]".contains($0) }) ?? true { break }
      text.append(next)
      rest.removeFirst()
    }
    let trimmed = text[...].trimmedEnd
    return trimmed.isEmpty ? nil : trimmed
  }

  private mutating func quoted() -> String? {
    guard let sign = rest.popFirst() else { return nil }
    var text = String(sign)
    while let next = rest.popFirst() {
      text.append(next)
      if next == "\\", sign == "\"", let escaped = rest.popFirst() {
        text.append(escaped)
      } else if next == sign {
        guard sign == "'", rest.first == "'" else { return text }
        text.append(rest.removeFirst())
      }
    }
    return nil
  }

  private mutating func skipSpace() {
    while rest.first == " " { rest.removeFirst() }
  }
}

extension Substring {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
