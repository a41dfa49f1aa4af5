import OctavoNotebook
import OctavoResults

extension ResolvedNode {
  /// What a scalar comes to; `nil` for a list, a mapping, nothing, or what is wrong already.
  public var evaluation: ExpressionValue? {
    if case .value(let evaluation)? = scalar?.content { evaluation } else { nil }
  }

  /// Whether the notebook says `null`, or nothing.
  public var isNull: Bool {
    if case .null? = scalar?.content { true } else { false }
  }

  /// Whether a diagnostic has already been given for it, so that no other is due.
  public var isReported: Bool {
    if case .invalid? = scalar?.content { true } else { false }
  }
}
