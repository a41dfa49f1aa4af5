/// What a symbol is in a formula. The space between two neighbors follows from the classes of both.
public enum MathClass: Int, Hashable, Sendable, CaseIterable {
  case ordinary, largeOperator, binary, relation, opening, closing, punctuation, inner

  /// The space between two neighbors, by the table in chapter 18 of The TeXbook.
  ///
  /// - Parameter isScript: Whether they stand in a script, where only a large operator keeps a
  ///   distance.
  public static func space(
    between left: MathClass, and right: MathClass, isScript: Bool
  ) -> MathSpace {
    let entry = table[left.rawValue][right.rawValue]
    if entry < 0 && isScript { return .none }
    return MathSpace(rawValue: abs(entry)) ?? .none
  }

  /// 1 is a thin space, 2 a medium one, 3 a thick one; negative where scripts have none.
  private static let table = [
    [0, 1, -2, -3, 0, 0, 0, -1],
    [1, 1, 0, -3, 0, 0, 0, -1],
    [-2, -2, 0, 0, -2, 0, 0, -2],
    [-3, -3, 0, 0, -3, 0, 0, -3],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, -2, -3, 0, 0, 0, -1],
    [-1, -1, 0, -1, -1, -1, -1, -1],
    [-1, 1, -2, -3, -1, 0, -1, -1],
  ]
}

/// A distance between two parts of a formula.
public enum MathSpace: Int, Hashable, Sendable {
  case none, thin, medium, thick

  /// In em.
  public var width: Double {
    switch self {
    case .none: 0
    case .thin: 3 / 18
    case .medium: 4 / 18
    case .thick: 5 / 18
    }
  }
}
