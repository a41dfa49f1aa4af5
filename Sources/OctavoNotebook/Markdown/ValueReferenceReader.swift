import OctavoBase

/// Reads a code span of the form `{value} path | format`.
struct ValueReferenceReader {
  static let mark = "{value}"

  private let literal: String
  private let start: ColumnCounter.Place
  private let source: Source

  /// - Parameter start: Where the code span's content begins, white space included.
  init(_ literal: String, near start: ColumnCounter.Place, in source: Source) {
    self.literal = literal
    self.start = start
    self.source = source
  }

  /// - Returns: `nil` for code that is just code, and after a diagnostic.
  func read(_ diagnostics: inout [Diagnostic]) -> ValueReference? {
    guard literal.hasPrefix(Self.mark) else {
      warnOfMisspelling(&diagnostics)
      return nil
    }
    let text = located()
    let scalars = Array(literal.unicodeScalars)
    let start = Self.mark.unicodeScalars.count
    let bar = Self.bar(of: scalars) ?? scalars.count
    let path = trimmed(start..<max(bar, start), of: scalars)
    guard !path.isEmpty else {
      diagnostics.append(
        Diagnostic(
          .missingExpression, at: text.range, "`{value}` names no value",
          remedy: "write it like `{value} pretrain.validation-loss | .3f`"))
      return nil
    }
    guard let expression = Expression.parse(text[path], &diagnostics) else { return nil }
    var format: ValueFormat?
    if bar < scalars.count {
      var offsets = trimmed(bar + 1..<scalars.count, of: scalars)
      // One space is the bar's; a second one is the format's sign.
      if offsets.lowerBound > bar + 2, scalars[offsets.lowerBound - 1] == " " {
        offsets = offsets.lowerBound - 1..<offsets.upperBound
      }
      format = ValueFormat.parse(text[offsets], &diagnostics)
      if format == nil { return nil }
    }
    return ValueReference(
      expression: expression, format: format,
      source: EscapedSign.restored(in: text[trimmed(start..<scalars.count, of: scalars)].text),
      range: text.range)
  }

  /// Where the format begins: at the first bar that separates no alternatives of a choice and stands in
  /// no text. The expression itself is read afterwards, so brackets that do not close are no matter.
  private static func bar(of scalars: [Unicode.Scalar]) -> Int? {
    var depth = 0
    var quote: Unicode.Scalar?
    var first: Int?
    for (offset, scalar) in scalars.enumerated() {
      switch scalar {
      case "|", EscapedSign.pipe:
        first = first ?? offset
        if depth == 0, quote == nil { return offset }
      case "\"", "'":
        if quote == nil { quote = scalar } else if quote == scalar { quote = nil }
      case "[" where quote == nil: depth += 1
      case "]" where quote == nil: depth -= 1
      default: break
      }
    }
    return depth == 0 && quote == nil ? nil : first
  }

  /// The literal is the source's text but for its line ends, what quotations put in front of its
  /// further lines, and the escaped bars.
  private func located() -> LocatedText {
    let restored = EscapedSign.restored(in: literal)
    var stretches: [LocatedText.Stretch] = []
    var rest = source.text[start.index...].unicodeScalars
    var position = start.position
    // More is not between them; a start that was wrong must not cost the rest of the file.
    var steps = 4 * literal.unicodeScalars.count + 256
    func advance() {
      steps -= 1
      let scalar = rest.removeFirst()
      if scalar == "\n" || scalar == "\r" && rest.first != "\n" {
        position = SourcePosition(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
    }
    for (offset, scalar) in literal.unicodeScalars.enumerated()
    where !scalar.properties.isWhitespace {
      let written = EscapedSign.sign(scalar) == nil ? scalar : "\\"
      while let next = rest.first, next != written, steps > 0 { advance() }
      guard !rest.isEmpty, steps > 0 else {
        return LocatedText(restored, from: SourceRange(start.position, length: 1))
      }
      stretches.append(.init(offset: offset, position: position))
      advance()
      if EscapedSign.sign(scalar) != nil { advance() }
    }
    return LocatedText(restored, stretches: stretches)
  }

  private func trimmed(_ offsets: Range<Int>, of scalars: [Unicode.Scalar]) -> Range<Int> {
    let isSpace = { (offset: Int) in scalars[offset].properties.isWhitespace }
    let start = offsets.first { !isSpace($0) } ?? offsets.upperBound
    let end = offsets.last { !isSpace($0) }.map { $0 + 1 } ?? start
    return start..<end
  }

  private func warnOfMisspelling(_ diagnostics: inout [Diagnostic]) {
    guard literal.hasPrefix("{"), let close = literal.firstIndex(of: "}"),
      literal.index(after: close) < literal.endIndex,
      nearest(to: String(literal[...close]), among: [Self.mark]) != nil
    else { return }
    let mark = literal[...close]
    diagnostics.append(
      Diagnostic(
        .misspelledValueMark, .warning, at: located().range(of: 0..<mark.unicodeScalars.count),
        "`\(mark)` is shown as it is", remedy: "did you mean `\(Self.mark)`?",
        replacement: Replacement(
          of: String(mark), at: located().range(of: 0..<mark.unicodeScalars.count),
          by: Self.mark)))
  }
}
