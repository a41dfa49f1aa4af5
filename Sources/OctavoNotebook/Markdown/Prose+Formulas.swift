extension Prose {
  /// The formulas in it, however deep, in order.
  package var formulas: [Formula] {
    switch self {
    case .math(let formula): [formula]
    case .heading(_, _, let content), .paragraph(let content): content.formulas
    case .quote(let content): content.flatMap(\.formulas)
    case .alert(let alert): alert.content.flatMap(\.formulas)
    case .list(let list): list.items.joined().flatMap(\.formulas)
    case .table(let table):
      (table.header + table.rows.joined() + [table.caption?.content ?? []]).flatMap(\.formulas)
    case .footnotes(let notes): notes.flatMap { $0.content.flatMap(\.formulas) }
    case .figure(_, let caption): caption.content.formulas
    case .details(let details): details.summary.flatMap(\.formulas)
    case .code, .thematicBreak, .endOfDetails: []
    }
  }
}

extension [Inline] {
  /// The formulas in it, however deep, in order.
  package var formulas: [Formula] {
    flatMap { inline -> [Formula] in
      switch inline {
      case .math(let formula): [formula]
      case .emphasis(let content), .strong(let content), .struck(let content),
        .lowered(let content), .raised(let content), .key(let content),
        .link(_, _, let content), .image(_, _, let content):
        content.formulas
      default: []
      }
    }
  }
}
