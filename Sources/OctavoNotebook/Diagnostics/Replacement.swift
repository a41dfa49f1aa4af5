/// A change of a notebook's text: what stands in a range gives way to another text.
public struct Replacement: Hashable, Sendable {
  public var range: SourceRange
  public var text: String
  /// What stands in the range, without the quotes around it.
  private let written: String

  public init(of written: String, at range: SourceRange, by text: String) {
    self.range = range
    self.text = text
    self.written = written
  }

  /// Whether the range holds just what is to be replaced. It does not where an expression or a
  /// config has put a text together that stands nowhere in the notebook.
  func fits(_ source: Source) -> Bool {
    guard range.start.line == range.end.line else { return false }
    let count = range.end.column - range.start.column
    let found = source.line(range.start.line).unicodeScalars
      .dropFirst(range.start.column - 1).prefix(count)
    let text = String(String.UnicodeScalarView(found))
    return text == written || ["\"\(written)\"", "'\(written)'"].contains(text)
  }

  /// The notebook's text with the change.
  public func applied(to source: Source) -> String {
    var lines = source.lines.map(String.init)
    let index = range.start.line - 1
    let line = lines[index].unicodeScalars
    lines[index] =
      String(String.UnicodeScalarView(line.prefix(range.start.column - 1))) + text
      + String(String.UnicodeScalarView(line.dropFirst(range.end.column - 1)))
    return lines.joined(separator: "\n")
  }
}

extension [Diagnostic] {
  /// Those whose replacement does not fit the notebook's text do without it.
  package func withFittingReplacements(in source: Source) -> [Diagnostic] {
    map { diagnostic in
      guard let replacement = diagnostic.replacement, !replacement.fits(source) else {
        return diagnostic
      }
      var diagnostic = diagnostic
      diagnostic.replacement = nil
      return diagnostic
    }
  }
}
