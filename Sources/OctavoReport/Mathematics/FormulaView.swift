import OctavoMathematics
import OctavoNotebook

/// A formula of a notebook as MathML, or as its source where it is not understood.
package struct FormulaView {
  private let formula: Formula
  private let reading: MathFormula

  package init(_ formula: Formula) {
    self.formula = formula
    reading = MathFormula(reading: formula.source)
  }

  /// What the formula's own `\tag` says.
  package var tag: String? { reading.isComplete ? reading.tag : nil }

  /// Within a line of text, or alone on a line without a number.
  package var node: HTMLNode {
    guard reading.isComplete else { return HTMLTag.code(.class("math")) { formula.written } }
    let source = formula.source.trimmed
    let style: MathStyle = formula.isDisplayed ? .display : .text
    return HTMLTag.math(formula.isDisplayed ? .block : nil, .alttext(source)) {
      HTMLTag.semantics {
        HTMLTag.mrow { MathMLWriter(style).row(reading.nodes) }
        HTMLTag.annotation(.texEncoding) { source }
      }
    }
  }

  /// What a formula that may be wider than paper is called, by a guess at the signs of its longest
  /// line.
  private var lengthOnPaper: String {
    let lines = formula.source.replacing(/\\[a-zA-Z]+/, with: "x").split(separator: "\\\\")
    let signs = lines.map { line in
      line.count(where: { !$0.isWhitespace && !"{}^_&\\".contains($0) })
    }
    return switch signs.max() ?? 0 {
    case ...75: ""
    case ...110: " wide-on-paper"
    default: " widest-on-paper"
    }
  }

  /// On lines of its own, with its number at the right.
  ///
  /// All of it may stand within a paragraph.
  package func displayed(label: Numbering.Label?) -> HTMLNode {
    let number = label?.shortText ?? tag
    return HTMLTag.span(.class("equation"), label.map { .id($0.identifier) }) {
      HTMLTag.span(
        .class("formula\(lengthOnPaper)"), .tabindex(0), .role("group"),
        .ariaLabel(label?.text ?? phrases.formula)
      ) { node }
      if let number { HTMLTag.span(.class("number")) { "(\(number))" } }
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
