/// Writes diagnostics for people: `file:line:column: error: message`, the source line with a
/// caret under the place, notes with their places, and how to mend it.
public struct DiagnosticPrinter: Sendable {
  private let source: Source
  private let isColored: Bool

  public init(_ source: Source, isColored: Bool = false) {
    self.source = source
    self.isColored = isColored
  }

  /// In the order of their places, a line feed at the end of each line.
  public func text(_ diagnostics: [Diagnostic]) -> String {
    var lines = LineCursor(source)
    return diagnostics.inOrder.map { text($0, &lines) }.joined()
  }

  private func text(_ diagnostic: Diagnostic, _ lines: inout LineCursor) -> String {
    let severity = diagnostic.severity.rawValue
    var text =
      paint(place(diagnostic.range?.start) + ": ", .bold)
      + paint(severity + ": ", diagnostic.severity == .error ? .red : .yellow)
      + paint(diagnostic.message.escapedForTerminal, .bold) + "\n"
    if let range = diagnostic.range, range.start.line <= source.lines.count {
      let excerpt = Excerpt(of: range, &lines)
      text += "  \(excerpt.line)\n  \(paint(excerpt.carets, .green))\n"
    }
    for note in diagnostic.notes {
      let place = note.range.map { self.place($0.start) + ": " } ?? ""
      text += "  = note: \(place)\(note.message.escapedForTerminal)\n"
    }
    if let remedy = diagnostic.remedy { text += "  = help: \(remedy.escapedForTerminal)\n" }
    return text
  }

  /// `file:line:column`, or the file alone.
  private func place(_ position: SourcePosition?) -> String {
    source.path.escapedForTerminal + (position.map { ":\($0.line):\($0.column)" } ?? "")
  }

  private enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case green = "1;32"
  }

  private func paint(_ text: String, _ style: Style) -> String {
    isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

/// Finds columns of lines, going on from the last one: a huge line with many problems costs its
/// length once.
private struct LineCursor {
  private let source: Source
  private var line = 0
  private var column = 1
  private var rest = Substring.UnicodeScalarView()

  init(_ source: Source) { self.source = source }

  mutating func text(from position: SourcePosition) -> Substring.UnicodeScalarView {
    if position.line != line || position.column < column {
      (line, column) = (position.line, 1)
      rest = source.line(line).unicodeScalars
    }
    rest = rest.dropFirst(position.column - column)
    column = position.column
    return rest
  }
}

/// A line of the source as a terminal can show it, and the carets that stand under a part of it.
private struct Excerpt {
  private(set) var line = ""
  private(set) var carets = ""

  /// Of a longer line, only so many characters around the place are shown.
  private static let width = 100
  private static let tabWidth = 4

  init(of range: SourceRange, _ lines: inout LineCursor) {
    let start = range.start.column
    let first = start > Self.width * 3 / 4 ? start - Self.width / 2 : 1
    let text = lines.text(from: SourcePosition(line: range.start.line, column: first))
    let shown = text.prefix(Self.width)
    let end = range.end.line == range.start.line ? max(range.end.column, start + 1) : .max
    if first > 1 { append("…", isMarked: false) }
    for (column, scalar) in zip(first..., shown) {
      append(scalar, isMarked: (start..<end).contains(column))
    }
    if shown.endIndex < text.endIndex { append("…", isMarked: false) }
    if !carets.contains("^") { carets += "^" }
    carets = String(carets[...(carets.lastIndex(of: "^") ?? carets.startIndex)])
  }

  private mutating func append(_ scalar: Unicode.Scalar, isMarked: Bool) {
    let text: String
    let width: Int
    if scalar == "\t" {
      text = String(repeating: " ", count: Self.tabWidth - carets.count % Self.tabWidth)
      width = text.count
    } else if scalar.needsEscaping {
      text = scalar.escaped
      width = text.count
    } else if scalar.visible != String(scalar) && scalar.terminalWidth > 0 {
      text = "\u{FFFD}"
      width = 1
    } else {
      text = String(scalar)
      width = scalar.terminalWidth
    }
    line += text
    carets += String(repeating: isMarked ? "^" : " ", count: width)
  }
}

extension Unicode.Scalar {
  /// How many columns of a terminal the scalar takes, as `wcwidth` has it: two for East Asian wide
  /// characters and emoji, none for what combines with the one before.
  fileprivate var terminalWidth: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    let isWide =
      switch value {
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
        true
      default: properties.isEmojiPresentation
      }
    return isWide ? 2 : 1
  }
}
