import OctavoMathematics

// Tables.
extension MathMLWriter {
  func table(_ table: MathTable) -> HTMLNode {
    let isDisplayed = table.kind == .aligned || table.kind == .gathered
    let cells = writer(isDisplayed ? .display : Self.cellStyle(table.kind, in: style))
    let node = HTMLTag.mtable(
      .class("tex-\(table.kind.rawValue)"), isDisplayed ? .displayStyle(true) : nil
    ) {
      for (index, cellsOfRow) in table.rows.enumerated() {
        HTMLTag.mtr(lines(of: table, row: index)) {
          for (column, cell) in cellsOfRow.enumerated() {
            HTMLTag.mtd(className(table, column)) {
              cells.row(Self.content(cell, isContinued: Self.isContinued(table, column)))
            }
          }
        }
      }
    }
    guard table.kind == .small, style != .script else { return node }
    return HTMLTag.mstyle(.scriptLevel(1)) { node }
  }

  private static func cellStyle(_ kind: MathTable.Kind, in style: MathStyle) -> MathStyle {
    switch kind {
    case .small, .substack: .script
    case .matrix, .cases, .aligned, .gathered, .array: style == .script ? .script : .text
    }
  }

  /// Whether a cell goes on with what stands in the one before it.
  private static func isContinued(_ table: MathTable, _ column: Int) -> Bool {
    table.kind == .aligned && table.alignments.indices.contains(column)
      && table.alignments[column] == .left
  }

  private static func content(_ cell: MathNode, isContinued: Bool) -> [MathNode] {
    let nodes = if case .row(let nodes) = cell { nodes } else { [cell] }
    return isContinued && nodes.first?.mathClass != .ordinary ? [.row([])] + nodes : nodes
  }

  private func className(_ table: MathTable, _ column: Int) -> HTMLAttribute? {
    var names: [String] = []
    if table.alignments.indices.contains(column), table.alignments[column] != .center {
      names.append("tex-\(table.alignments[column].rawValue)")
    } else if table.kind == .cases {
      names.append("tex-left")
    }
    if table.columnLines.contains(column) { names.append("line-before") }
    if table.columnLines.contains(column + 1), column + 1 == table.alignments.count {
      names.append("line-after")
    }
    return names.isEmpty ? nil : .class(names.joined(separator: " "))
  }

  private func lines(of table: MathTable, row: Int) -> HTMLAttribute? {
    var names: [String] = []
    if table.rowLines.contains(row) { names.append("line-above") }
    if row == table.rows.count - 1, table.rowLines.contains(table.rows.count) {
      names.append("line-below")
    }
    return names.isEmpty ? nil : .class(names.joined(separator: " "))
  }
}
