extension Prose {
  /// The formulas in it, however deep, in order.
  package var formulas: [Formula] {
    if case .math(let formula) = self { return [formula] }
    return texts.flatMap(\.formulas) + innerBlocks.flatMap(\.formulas)
  }
}

extension [Inline] {
  /// The formulas in it, however deep, in order.
  package var formulas: [Formula] {
    flatMap { inline in
      if case .math(let formula) = inline { [formula] } else { inline.content.formulas }
    }
  }
}
