import OctavoMathematics

/// The formulas of a step's caption, which is a text of YAML with formulas between dollars.
struct CaptionFormulas {
  private let caption: LocatedText?

  init(of step: Block) { caption = step.body?["caption"]?.scalar?.written }

  var diagnostics: [Diagnostic] {
    guard let caption else { return [] }
    return [Inline].formulaRanges(inCaption: caption.text).flatMap { range -> [Diagnostic] in
      let problems = MathFormula(reading: caption[range.source].text).problems
      return FormulaDiagnostics(problems, in: caption[range.source]).all
    }
  }
}

extension [Inline] {
  /// The words of a caption: code stands between backticks, formulas between dollars.
  package init(caption: String) {
    let scalars = [Unicode.Scalar](caption.unicodeScalars)
    let text = { (range: Range<Int>) in
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[range])
      return text
    }
    var result: [Inline] = []
    var start = 0
    for range in Self.formulaRanges(inCaption: caption) {
      result += Self.words(text(start..<range.whole.lowerBound))
      result.append(.math(Formula(source: text(range.source), isDisplayed: false)))
      start = range.whole.upperBound
    }
    self = result + Self.words(text(start..<scalars.count))
  }

  private static func words(_ text: String) -> [Inline] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    if parts.count.isMultiple(of: 2) { return [.text(text)] }
    return parts.enumerated().filter { !$0.element.isEmpty }.map { index, part in
      index.isMultiple(of: 2) ? .text(part) : .code(part)
    }
  }

  /// In Unicode scalars from 0: with and without what delimits them.
  static func formulaRanges(
    inCaption caption: String
  ) -> [(whole: Range<Int>, source: Range<Int>)] {
    guard caption.contains("$") else { return [] }
    let bytes = [UInt8](caption.utf8)
    var scalars = 0
    let offsets =
      bytes.map { byte in
        defer { scalars += byte & 0xC0 == 0x80 ? 0 : 1 }
        return byte & 0xC0 == 0x80 ? scalars - 1 : scalars
      } + [caption.unicodeScalars.count]
    return InlineScanner(bytes).spans.compactMap { span in
      guard case .formula(let source, _, _) = span.kind else { return nil }
      return (
        offsets[span.range.lowerBound]..<offsets[span.range.upperBound],
        offsets[source.lowerBound]..<offsets[source.upperBound]
      )
    }
  }
}
