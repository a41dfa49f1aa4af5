/// A place in a text, counted from 1 in lines and Unicode scalars, as editors show it.
public struct TextPosition: Hashable, Sendable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The position of a scalar in the text that holds it.
  public init(of index: String.UnicodeScalarView.Index, in text: String) {
    let before = text.unicodeScalars[..<index]
    let newline = before.lastIndex(of: "\n")
    self.line = before.count { $0 == "\n" } + 1
    let lineStart = newline.map(before.index(after:)) ?? before.startIndex
    self.column = before[lineStart...].count + 1
  }

  public var description: String { "line \(line), column \(column)" }
}
