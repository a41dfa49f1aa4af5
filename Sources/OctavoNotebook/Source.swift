/// A file's text, with its lines at hand for diagnostics.
public struct Source: Sendable {
  /// As the user gave it; `<stdin>` for standard input.
  public let path: String
  /// The notebook's name: the file's without folders and extension, `first-report` of
  /// `notebooks/first-report.md`.
  public let name: String
  public let text: String
  /// Whether a byte order mark stands before the text in the file.
  public let hasByteOrderMark: Bool
  /// Without their line ends, which are those of CommonMark: `\n`, `\r\n` and `\r`.
  public let lines: [Substring]

  /// - Parameter name: `nil` for that of the file.
  public init(
    path: String, text: String, name: String? = nil, hasByteOrderMark: Bool = false
  ) {
    var text = text
    text.makeContiguousUTF8()
    self.path = path
    self.name = name ?? Self.name(ofFile: path)
    self.text = text
    self.hasByteOrderMark = hasByteOrderMark
    self.lines = Self.split(text)
  }

  private static func name(ofFile path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }

  /// The text of a line that counts from 1; empty outside the file.
  public func line(_ number: Int) -> Substring {
    lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// From the first character of a line to its last.
  public func range(ofLine number: Int) -> SourceRange {
    let start = SourcePosition(line: number, column: 1)
    return SourceRange(start, length: line(number).unicodeScalars.count)
  }

  private static func split(_ text: String) -> [Substring] {
    let bytes = text.utf8
    var lines: [Substring] = []
    var start = bytes.startIndex
    var index = start
    while index < bytes.endIndex {
      let byte = bytes[index]
      var next = bytes.index(after: index)
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        lines.append(text[start..<index])
        if byte == UInt8(ascii: "\r"), next < bytes.endIndex, bytes[next] == UInt8(ascii: "\n") {
          next = bytes.index(after: next)
        }
        start = next
      }
      index = next
    }
    lines.append(text[start...])
    return lines
  }
}

/// Where something stands in a file: both count from 1, columns in Unicode scalars.
public struct SourcePosition: Hashable, Comparable, Sendable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// From one position up to, and not including, another.
public struct SourceRange: Hashable, Sendable {
  public var start: SourcePosition
  public var end: SourcePosition

  public init(_ start: SourcePosition, _ end: SourcePosition) {
    self.start = start
    self.end = end
  }

  /// A stretch of one line.
  public init(_ start: SourcePosition, length: Int) {
    self.init(start, SourcePosition(line: start.line, column: start.column + length))
  }
}
