import OctavoBase
import OctavoResults

/// A table of results: numbers aligned and written alike in each column, long ones within a frame
/// that scrolls.
package struct TableView {
  package var table: Table
  /// What a screen reader calls it.
  package var name: String

  private static let scrollingRows = 24
  private static let columnLimit = 60
  /// A longer table scrolls on a phone; one of cards would be too long to be overseen.
  private static let cardRows = 8

  package init(_ table: Table, name: String) {
    self.table = table
    self.name = name
  }

  package func figure(caption: Caption, identifier: String?) -> HTMLNode {
    HTMLTag.figure(.class("table"), identifier.map { .id($0) }) {
      caption.node(note: note)
      scrolling
    }
  }

  /// The table in a frame that scrolls where it is too wide, or too long; by keyboard, too.
  package var scrolling: HTMLNode {
    let isLong = table.rowCount > Self.scrollingRows
    return HTMLTag.div(
      .class(isLong ? "scroll long" : "scroll"), .tabindex(0), .role("region"), .ariaLabel(name)
    ) { node }
  }

  private var node: HTMLNode {
    let rows = table.shownRows
    let present = rows.compactMap { $0 }
    let shown = shownColumns
    let share = ResultText.share(of: rows.count * shown.count, atMost: 1000)
    let columns = shown.map {
      ColumnText($0.column, estimate: $0.estimate, rows: present, cellLimit: share)
    }
    let cells = columns.map { column -> [Int: AlignedText] in
      let texts = present.map(column.cell)
      let aligned =
        column.isNumeric
        ? AlignedText.column(texts) : texts.map { AlignedText(whole: $0, rest: "") }
      return Dictionary(zip(present, aligned)) { first, _ in first }
    }
    let bars = shown.map { column in
      column.column.presentation?.bar == true
        ? CellBar(present.compactMap { column.column.values[$0]?.double }) : nil
    }
    let best = BestCells(of: shown)
    let texts = zip(columns, cells).map { column, cells in
      cells.values.map { $0.whole + $0.rest } + [title(column)]
    }
    // A table that is too wide for a phone has a card for each row there.
    let isCards =
      columns.count > 2 && rows.count <= Self.cardRows
      && !TableWidth.fitsPhone(TableWidth.of(texts))
    let paper = TableWidth.paperForm(TableWidth.onPaper(texts) { !columns[$0].isNumeric })
    let isFolding = isCards || paper == .split
    let keys = isFolding ? TableKeys(of: shown, rows: present).count : 0
    // The usual table says so once, and not in every cell.
    let isOfNumbers =
      columns.dropFirst().allSatisfy(\.isNumeric) && columns.contains(where: \.isNumeric)
    let classes = [
      isOfNumbers ? "numbers" : nil, isCards ? "cards" : nil, paper?.rawValue,
    ].compactMap { $0 }
    return HTMLTag.table(
      classes.isEmpty ? nil : .class(classes.joined(separator: " ")),
      isFolding ? .role("table") : nil
    ) {
      HTMLTag.thead(isFolding ? .role("rowgroup") : nil) {
        HTMLTag.tr(isFolding ? .role("row") : nil) {
          for column in columns { header(column, isFolding) }
          if hiddenColumns > 0 {
            HTMLTag.td { phrases.moreColumns(hiddenColumns) }
          }
        }
      }
      HTMLTag.tbody(isFolding ? .role("rowgroup") : nil) {
        for row in rows {
          if let row {
            HTMLTag.tr(
              isFolding ? .role("row") : nil,
              keys > 0 ? .dataLabel(heading(columns.prefix(keys), row)) : nil
            ) {
              for (index, column) in columns.enumerated() {
                cell(
                  column, cells[index][row] ?? AlignedText(whole: "–", rest: ""),
                  bar: bars[index]?.node(shown[index].column.values[row]?.double),
                  isFirst: index == 0, isBest: best.contains(row: row, column: index), isFolding,
                  classes: [
                    column.isNumeric && !isOfNumbers ? "number" : nil, index < keys ? "key" : nil,
                  ].compactMap { $0 })
              }
            }
          } else {
            omission
          }
        }
      }
    }
  }

  /// What tells a row's card apart: `rate 0.001, seed 1`, or the name that it has.
  private func heading(_ keys: ArraySlice<ColumnText>, _ row: Int) -> String {
    keys.enumerated().map { index, column in
      let text = column.cell(row)
      let isName = index == 0 && !column.isNumeric
      return isName || column.name.isEmpty ? text : "\(title(column)) \(text)"
    }.joined(separator: ", ")
  }

  private func title(_ column: ColumnText) -> String {
    let name = column.name.inWords.shortened()
    return column.unit.map { "\(name) \($0)" } ?? name
  }

  private func header(_ column: ColumnText, _ isFolding: Bool) -> HTMLNode {
    if column.name.isEmpty { return HTMLTag.td(isFolding ? .role("cell") : nil) }
    return HTMLTag.th(
      .scope("col"), isFolding ? .role("columnheader") : nil,
      column.isNumeric ? .class("number") : nil
    ) {
      column.name.inWords.shortened()
      if let unit = column.unit { HTMLTag.span(.class("unit")) { " \(unit)" } }
    }
  }

  private func cell(
    _ column: ColumnText, _ text: AlignedText, bar: HTMLNode?, isFirst: Bool, isBest: Bool,
    _ isFolding: Bool, classes: [String]
  ) -> HTMLNode {
    let className = classes.isEmpty ? nil : HTMLAttribute.class(classes.joined(separator: " "))
    let label = isFolding && !column.name.isEmpty ? HTMLAttribute.dataLabel(title(column)) : nil
    let content = [
      .text(text.whole),
      text.width.map { width in HTMLTag.span(.class("rest f\(width)")) { text.rest } }
        ?? .text(text.rest),
    ]
    if column.isNumeric {
      return HTMLTag.td(className, isFolding ? .role("cell") : nil, label) {
        bar ?? .empty
        if isBest { HTMLTag.strong { content } } else { content }
      }
    }
    return isFirst
      ? HTMLTag.th(
        .scope("row"), className, isFolding ? .role("rowheader") : nil
      ) { content }
      : HTMLTag.td(className, isFolding ? .role("cell") : nil, label) { content }
  }

  private var allColumns: [BestCells.Column] { table.shownColumns }

  private var shownColumns: [BestCells.Column] { Array(allColumns.prefix(Self.columnLimit)) }

  private var hiddenColumns: Int { max(allColumns.count - Self.columnLimit, 0) }

  /// What the marks of the table mean; `nil` where it has none.
  private var note: String? {
    guard !BestCells(of: allColumns).isEmpty else { return nil }
    let marked = allColumns.filter { $0.column.presentation?.best != nil }
    let words = Set(marked.compactMap { $0.column.presentation?.best?.rawValue })
    return phrases.bold(
      words.count == 1 ? words.first.flatMap(BestKind.init) : nil,
      ofEachRow: marked.allSatisfy { $0.column.presentation?.bestAcross != nil },
      withinIntervals: marked.contains { $0.estimate != nil })
  }

  private var omission: HTMLNode {
    HTMLTag.tr(.class("omission")) {
      HTMLTag.td(.columnSpan(min(allColumns.count, Self.columnLimit))) {
        phrases.rowsLeftOut(table.hiddenRowCount)
      }
    }
  }
}

extension Table {
  private static let headLimit = 150
  private static let tailLimit = 50

  /// The rows to show; `nil` stands for those left out in the middle of a very long table.
  var shownRows: [Int?] {
    guard hiddenRowCount > 0 else { return Array(0..<rowCount) }
    return Array(0..<Self.headLimit) + [nil] + Array(rowCount - Self.tailLimit..<rowCount)
  }

  var hiddenRowCount: Int { max(rowCount - Self.headLimit - Self.tailLimit, 0) }

  /// The columns to show: an estimate and the ends of its interval are one.
  var shownColumns: [BestCells.Column] {
    var shown: [BestCells.Column] = []
    var index = 0
    while index < columns.count {
      let estimate = estimate(at: index)
      shown.append((columns[index], estimate))
      index += estimate == nil ? 1 : 3
    }
    return shown
  }
}
