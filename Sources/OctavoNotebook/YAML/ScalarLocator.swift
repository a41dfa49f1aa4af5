/// Finds where each character of a scalar's value was written, by walking the value and the
/// notebook's lines side by side.
///
/// White space is where the two differ (folding, indentation, blank lines), so it is passed over
/// on both sides; everything else stands in the notebook in the same order, but for quotes and
/// escapes.
struct ScalarLocator {
  enum Style {
    case plain, singleQuoted, doubleQuoted
    /// After `|` or `>`.
    case block
  }

  private let lines: [[Unicode.Scalar]]
  private let firstLine: Int

  /// - Parameter firstLine: The number of the first line in the notebook.
  init(lines: some Sequence<Substring>, firstLine: Int) {
    self.lines = lines.map { Array($0.unicodeScalars) }
    self.firstLine = firstLine
  }

  /// The value with its places, and the range of the whole scalar, quotes included.
  func locate(
    _ value: String, _ style: Style, at start: SourcePosition
  ) -> (text: LocatedText, range: SourceRange) {
    var cursor = Cursor(lines: lines, line: start.line - firstLine, column: start.column - 1)
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: cursor.column += 1
    case .block: (cursor.line, cursor.column) = (cursor.line + 1, 0)
    }
    var stretches: [LocatedText.Stretch] = []
    var end = position(of: cursor)
    for (offset, scalar) in value.unicodeScalars.enumerated() where !scalar.isYAMLSpace {
      cursor.skipSpace(style)
      guard let written = cursor.character(style) else { break }
      let position = position(of: cursor)
      let last = stretches.last
      if last == nil || last?.position(at: offset) != position {
        stretches.append(.init(offset: offset, position: position))
      }
      cursor.column += written.length
      end = self.position(of: cursor)
    }
    if style == .singleQuoted || style == .doubleQuoted {
      cursor.skipSpace(style)
      end = self.position(of: cursor)
      end.column += 1
    }
    stretches.startAtZero(with: SourcePosition(line: start.line, column: start.column))
    return (LocatedText(value, stretches: stretches), SourceRange(start, end))
  }

  /// Behind the bracket that closes a flow collection, if nothing but commas and space come first.
  func closingBracket(after position: SourcePosition) -> SourcePosition? {
    var cursor = Cursor(lines: lines, line: position.line - firstLine, column: position.column - 1)
    cursor.skipSpace(.plain)
    if cursor.scalar == "," {
      cursor.column += 1
      cursor.skipSpace(.plain)
    }
    guard cursor.scalar == "]" || cursor.scalar == "}" else { return nil }
    cursor.column += 1
    return self.position(of: cursor)
  }

  /// The position, or the end of the text if it is beyond.
  func clamped(_ position: SourcePosition) -> SourcePosition {
    guard position.line - firstLine >= lines.count, let last = lines.last else { return position }
    return SourcePosition(line: firstLine + lines.count - 1, column: last.count + 1)
  }

  func scalar(at position: SourcePosition) -> Unicode.Scalar? {
    Cursor(lines: lines, line: position.line - firstLine, column: position.column - 1).scalar
  }

  /// From a position to the end of its line.
  func scalars(from position: SourcePosition) -> ArraySlice<Unicode.Scalar> {
    let index = position.line - firstLine
    guard lines.indices.contains(index) else { return [] }
    return lines[index].dropFirst(max(position.column - 1, 0))
  }

  private func position(of cursor: Cursor) -> SourcePosition {
    SourcePosition(line: cursor.line + firstLine, column: cursor.column + 1)
  }
}

private struct Cursor {
  let lines: [[Unicode.Scalar]]
  var line: Int
  var column: Int

  /// `nil` at the end of a line.
  var scalar: Unicode.Scalar? { peek(0) }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    guard lines.indices.contains(line), lines[line].indices.contains(column + distance) else {
      return nil
    }
    return lines[line][column + distance]
  }

  /// A character as it is written here: how long, and whether it means white space.
  func character(_ style: ScalarLocator.Style) -> (length: Int, isSpace: Bool)? {
    guard let scalar else { return nil }
    switch (style, scalar) {
    case (.singleQuoted, "'"): return (2, false)
    case (.doubleQuoted, "\\"): return escape()
    default: return (1, scalar.isYAMLSpace)
    }
  }

  private func escape() -> (length: Int, isSpace: Bool) {
    guard let letter = peek(1) else { return (1, true) }
    let digits: Int
    switch letter {
    case "x": digits = 2
    case "u": digits = 4
    case "U": digits = 8
    case "t", "n", "r", " ", "\t", "N", "L", "P": return (2, true)
    default: return (2, false)
    }
    let code = code(at: 2, digits: digits)
    if letter == "u", let code, (0xD800..<0xDC00).contains(code), peek(6) == "\\", peek(7) == "u",
      let low = self.code(at: 8, digits: 4), (0xDC00..<0xE000).contains(low)
    {
      return (12, false)
    }
    return (2 + digits, code.flatMap(Unicode.Scalar.init)?.isYAMLSpace ?? false)
  }

  private func code(at distance: Int, digits: Int) -> UInt32? {
    UInt32((0..<digits).compactMap { peek(distance + $0).map(String.init) }.joined(), radix: 16)
  }

  mutating func skipSpace(_ style: ScalarLocator.Style) {
    while line < lines.count {
      if let character = character(style) {
        guard character.isSpace else { return }
        column += character.length
      } else {
        guard line + 1 < lines.count else { return }
        (line, column) = (line + 1, 0)
      }
    }
  }
}

extension LocatedText.Stretch {
  fileprivate func position(at offset: Int) -> SourcePosition {
    SourcePosition(line: position.line, column: position.column + offset - self.offset)
  }
}

extension [LocatedText.Stretch] {
  /// White space in front has no place of its own; it is taken to stand before what follows.
  fileprivate mutating func startAtZero(with position: SourcePosition) {
    if isEmpty {
      append(.init(offset: 0, position: position))
    } else {
      self[0].position.column -= self[0].offset
      self[0].offset = 0
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isYAMLSpace: Bool {
    switch self {
    case " ", "\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }
}
