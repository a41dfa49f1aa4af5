extension StyleSheet {
  /// A shadow at the edge beyond which there is more to see. It moves with what it is drawn on, and
  /// what scrolls covers it where that ends.
  static let shadowRules = """
    .scroll,.formula,pre{
      background:
        linear-gradient(90deg,var(--under) 40%,transparent) left/2.5rem 100% no-repeat local,
        linear-gradient(270deg,var(--under) 40%,transparent) right/2.5rem 100% no-repeat local,
        linear-gradient(90deg,var(--shade),transparent) left/1rem 100% no-repeat scroll,
        linear-gradient(270deg,var(--shade),transparent) right/1rem 100% no-repeat scroll
    }
    :root{--under:var(--paper);--shade:var(--line)}
    .alert{--under:var(--tone-ground);--shade:var(--strong)}
    .equation:target{--under:var(--raised)}
    pre{--under:var(--raised);--shade:var(--strong);background-color:var(--raised)}
    """
}
