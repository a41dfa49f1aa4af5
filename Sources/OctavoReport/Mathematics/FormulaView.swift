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

  /// On lines of its own, with its number at the right.
  ///
  /// All of it may stand within a paragraph.
  package func displayed(label: Numbering.Label?) -> HTMLNode {
    let number = label?.shortText ?? tag
    return HTMLTag.span(.class("equation"), label.map { .id($0.identifier) }) {
      HTMLTag.span(
        .class("formula"), .tabindex(0), .role("group"), .ariaLabel(label?.text ?? phrases.formula)
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
