import OctavoMathematics

// What is wrong with formulas, and their names.
extension MarkdownReader {
  /// Of more problems none is looked for: names are compared, which takes time.
  private static let mostCounted = 10 * Limits.diagnostics

  mutating func check(_ written: WrittenFormula) {
    if let (name, place) = written.name {
      note(name: name, at: columns.place(line: place.line, byte: place.byte).position)
    }
    let source = EscapedSign.restored(inCode: written.formula.source)
    check(source) { reader in
      written.lines.map { reader.columns.place(line: $0.line, byte: $0.byte).position }
    }
  }

  /// The formula of a fence `math`, whose info string may name it: ```` ```math {#eq-loss} ````.
  mutating func formula(_ node: CMarkNode, info: String, _ text: String) -> Formula {
    let line = line(node)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    check(text) { reader in
      lines.enumerated().map { index, content in
        let number = min(line + 1 + index, reader.source.lines.count)
        let length = reader.source.line(number).unicodeScalars.count
        let column = max(length - content.unicodeScalars.count, 0) + 1
        return SourcePosition(line: number, column: column)
      }
    }
    var formula = Formula(source: "\n" + text, isDisplayed: true)
    let words = info.split(whereSeparator: \.isWhitespace).dropFirst()
    if let word = words.first, word.hasPrefix("{#"), word.hasSuffix("}"), word.count > 3 {
      let name = String(word.dropFirst(2).dropLast())
      if Fence.isName(name) { formula.name = name }
      note(name: name, at: position(of: word, inLine: line))
    }
    return formula
  }

  private func position(of word: Substring, inLine line: Int) -> SourcePosition {
    let text = source.line(line)
    let start = text.range(of: word)?.lowerBound ?? text.startIndex
    let column = text[..<start].unicodeScalars.count + 3
    return SourcePosition(line: line, column: column)
  }

  private mutating func note(name: String, at position: SourcePosition) {
    let range = SourceRange(position, length: max(name.unicodeScalars.count, 1))
    if Fence.isName(name) {
      labels.append(Label(name: Key(name, at: range), kind: .equation))
    } else {
      diagnostics.append(
        Diagnostic(
          .invalidName, at: range, "`\(name)` is no name of an equation",
          remedy: "names are lower-case words joined by hyphens, as in `{#eq-loss}`"))
    }
  }

  /// - Parameter starts: Where the lines of the source begin.
  private mutating func check(
    _ source: String, _ starts: (inout MarkdownReader) -> [SourcePosition]
  ) {
    guard diagnostics.count <= Self.mostCounted else { return }
    let problems = MathFormula(reading: source).problems
    guard !problems.isEmpty else { return }
    diagnostics += FormulaDiagnostics(problems, source, lines: starts(&self)).all
  }
}
