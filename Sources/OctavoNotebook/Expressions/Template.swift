import Foundation
import OctavoResults

/// A text with expressions in it: `lr-${params.rate}`.
public struct Template: Hashable, Sendable {
  public enum Piece: Hashable, Sendable {
    case text(String)
    case expression(Expression)

    fileprivate var isExpression: Bool { if case .expression = self { true } else { false } }
  }

  public var pieces: [Piece]

  public init(_ pieces: [Piece]) { self.pieces = pieces }

  /// The one expression that the whole text is, whose type the value then keeps.
  public var soleExpression: Expression? {
    if pieces.count == 1, case .expression(let expression) = pieces[0] { expression } else { nil }
  }

  /// The text, if there is no expression in it after all.
  var literal: String? {
    if pieces.count == 1, case .text(let text) = pieces[0] { text } else { nil }
  }

  public var expressions: [Expression] {
    pieces.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
  }

  /// The paths that its expressions mention, in order.
  public var paths: [Path] { expressions.flatMap(\.paths) }

  /// Whether the text may come to be this one, whatever its expressions come to.
  package func canBe(_ text: String) -> Bool {
    var rest = text[...]
    for (index, piece) in pieces.enumerated() {
      guard case .text(let literal) = piece else { continue }
      if index == pieces.count - 1, index > 0 { return rest.hasSuffix(literal) }
      guard let found = rest.range(of: literal), index > 0 || found.lowerBound == rest.startIndex
      else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.isEmpty || pieces.last?.isExpression == true
  }

  /// Reads the `${…}` in a text; `$${` stands for `${` itself.
  ///
  /// - Returns: `nil` after a diagnostic, of which every malformed expression gets one.
  static func parse(_ text: LocatedText, _ diagnostics: inout [Diagnostic]) -> Template? {
    let known = diagnostics.count
    let scalars = Array(text.text.unicodeScalars)
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    var index = 0

    func starts(_ sign: String, at index: Int) -> Bool {
      scalars[index...].starts(with: sign.unicodeScalars)
    }
    func endLiteral() {
      if !literal.isEmpty { pieces.append(.text(String(literal))) }
      literal.removeAll()
    }

    while index < scalars.count {
      if starts("$${", at: index) {
        literal.append(contentsOf: "${".unicodeScalars)
        index += 3
      } else if starts("${", at: index) {
        endLiteral()
        guard let end = end(ofExpressionIn: scalars, from: index + 2) else {
          diagnostics.append(
            Diagnostic(
              .unclosedExpression, at: text.range(of: index..<index + 2), "this `${` is not closed",
              remedy: "close it with `}`, or write `$${` for the characters themselves"))
          break
        }
        let spelling = String(String.UnicodeScalarView(scalars[index + 2..<end]))
        let body = text.part(spelling, at: index + 2)
        if body.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
          diagnostics.append(
            Diagnostic(
              .missingExpression, at: text.range(of: index..<end + 1),
              "there is no expression in `${}`"))
        } else if let expression = Expression.parse(body, &diagnostics) {
          pieces.append(.expression(expression))
        }
        index = end + 1
      } else {
        literal.append(scalars[index])
        index += 1
      }
    }
    endLiteral()
    return diagnostics.count == known ? Template(pieces) : nil
  }

  /// The closing brace, which may not be one inside a quoted text.
  private static func end(ofExpressionIn scalars: [Unicode.Scalar], from start: Int) -> Int? {
    var quote: Unicode.Scalar?
    var index = start
    while index < scalars.count {
      let scalar = scalars[index]
      if let open = quote {
        if scalar == "\\" { index += 1 } else if scalar == open { quote = nil }
      } else if scalar == "}" {
        return index
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      }
      index += 1
    }
    // A quote that never closes is the expression's error, not the brace's.
    return quote == nil ? nil : scalars[start...].firstIndex(of: "}")
  }
}
