import OctavoResults

/// A text with expressions in it: `lr-${params.rate}`.
public struct Template: Hashable, Sendable {
  public enum Piece: Hashable, Sendable {
    case text(String)
    case expression(Expression)
  }

  public var pieces: [Piece]

  public init(_ pieces: [Piece]) { self.pieces = pieces }

  /// The one expression that the whole text is, whose type the value then keeps.
  public var soleExpression: Expression? {
    if pieces.count == 1, case .expression(let expression) = pieces[0] { expression } else { nil }
  }

  /// The paths that its expressions mention, in order.
  public var paths: [Path] {
    pieces.flatMap { piece in
      if case .expression(let expression) = piece { expression.paths } else { [Path]() }
    }
  }
}
