import Foundation
import OctavoMathematics
import OctavoReport
import Testing

/// Against latex2mathml on formulas of papers; `make_reference.py` writes what it gives.
@Suite struct MathMLReferenceTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  static func lines(_ name: String) throws -> [String] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  /// Where latex2mathml is wrong.
  private static let exceptions = [
    // The inverse is taken of the opening bracket.
    #"\begin{bmatrix} a & b \\ c & d \end{bmatrix}^{-1} = \frac{1}{ad - bc} "#
      + #"\begin{bmatrix} d & -b \\ -c & a \end{bmatrix}"#:
      "[table{a&b/c&d}]^{−1}=frac{1}{ad−bc}[table{d&−b/−c&a}]",
    // The style sheet draws the line.
    #"\overline{x + y}"#: "x+y",
  ]

  @Test func structures() throws {
    let formulas = try Self.lines("formulas.txt")
    let references = try Self.lines("reference.txt")
    #expect(formulas.count >= 300)
    try #require(formulas.count == references.count)
    for (formula, reference) in zip(formulas, references) {
      let reading = MathFormula(reading: formula)
      #expect(reading.problems == [], "\(formula)")
      let structure = Self.structure(.fragment(MathMLWriter(.display).row(reading.nodes)))
      #expect(structure == Self.plain(Self.exceptions[formula] ?? reference), "\(formula)")
    }
  }

  /// As `make_reference.py` writes it, and in one typeface where latex2mathml has only one.
  static func structure(_ node: HTMLNode) -> String {
    guard case .element(let tag, _, let children) = node else {
      if case .fragment(let nodes) = node { return nodes.map(structure).joined() }
      return ""
    }
    let parts = children.map(structure)
    switch tag.name {
    case "mi", "mn", "mo", "mtext":
      return plain(node.plainText.filter { !$0.isWhitespace })
    case "mspace": return ""
    case "msub", "munder": return "\(parts[0])_{\(parts[1])}"
    case "msup", "mover": return "\(parts[0])^{\(parts[1])}"
    case "msubsup", "munderover": return "\(parts[0])_{\(parts[1])}^{\(parts[2])}"
    case "mfrac": return "frac{\(parts[0])}{\(parts[1])}"
    case "msqrt": return "sqrt{\(parts.joined())}"
    case "mroot": return "root{\(parts[0])}{\(parts[1])}"
    case "mtable": return "table{\(parts.joined(separator: "/"))}"
    case "mtr": return parts.joined(separator: "&")
    default: return parts.joined()
    }
  }

  /// latex2mathml writes bold Greek letters and bold digits as plain ones.
  private static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x1D6A8...0x1D7FF:
        result += String(scalar).precomposedStringWithCompatibilityMapping
      case 0x223C, 0x2DC: result += "~"
      case 0x2C6: result += "^"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.replacing("ε", with: "ϵ").replacing("φ", with: "ϕ").filter { !$0.isWhitespace }
  }
}
