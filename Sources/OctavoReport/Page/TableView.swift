import OctavoBase
import OctavoResults

/// A table of results: numbers aligned and written alike in each column, long ones within a frame
/// that scrolls.
package struct TableView {
  package var table: Table
  /// What a screen reader calls it.
  package var name: String

  private static let scrollingRows = 24
  private static let headLimit = 150
  private static let tailLimit = 50
  private static let columnLimit = 60

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
    let rows = rows
    let shown = shownColumns
    let share = ResultText.share(of: rows.count * shown.count, atMost: 1000)
    let columns = shown.map {
      ColumnText(
        $0.column, estimate: $0.estimate, rows: rows.compactMap { $0 }, cellLimit: share)
    }
    let best = BestCells(of: shown)
    return HTMLTag.table {
      HTMLTag.thead {
        HTMLTag.tr {
          for column in columns { header(column) }
          if hiddenColumns > 0 {
            HTMLTag.td { phrases.moreColumns(hiddenColumns) }
          }
        }
      }
      HTMLTag.tbody {
        for row in rows {
          if let row {
            HTMLTag.tr {
              for (index, column) in columns.enumerated() {
                cell(
                  column, row: row, isFirst: index == 0,
                  isBest: best.contains(row: row, column: index))
              }
            }
          } else {
            omission
          }
        }
      }
    }
  }

  private func header(_ column: ColumnText) -> HTMLNode {
    if column.name.isEmpty { return HTMLTag.td() }
    return HTMLTag.th(.scope("col"), column.isNumeric ? .class("number") : nil) {
      column.name.spaced.shortened()
      if let unit = column.unit { HTMLTag.span(.class("unit")) { " \(unit)" } }
    }
  }

  private func cell(
    _ column: ColumnText, row: Int, isFirst: Bool, isBest: Bool
  ) -> HTMLNode {
    let text = column.cell(row)
    if column.isNumeric {
      return HTMLTag.td(.class("number")) {
        if isBest { HTMLTag.strong { text } } else { text }
      }
    }
    return isFirst ? HTMLTag.th(.scope("row")) { text } : HTMLTag.td { text }
  }

  /// The rows to show; `nil` stands for those left out in the middle of a very long table.
  private var rows: [Int?] {
    guard table.rowCount > Self.headLimit + Self.tailLimit else {
      return Array(0..<table.rowCount)
    }
    return Array(0..<Self.headLimit) + [nil]
      + Array(table.rowCount - Self.tailLimit..<table.rowCount)
  }

  /// The columns to show: an estimate and the ends of its interval are one.
  private var allColumns: [BestCells.Column] {
    var shown: [BestCells.Column] = []
    var index = 0
    while index < table.columns.count {
      let estimate = table.estimate(at: index)
      shown.append((table.columns[index], estimate))
      index += estimate == nil ? 1 : 3
    }
    return shown
  }

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
    let count = table.rowCount - Self.headLimit - Self.tailLimit
    return HTMLTag.tr(.class("omission")) {
      HTMLTag.td(.columnSpan(min(allColumns.count, Self.columnLimit))) {
        phrases.rowsLeftOut(count)
      }
    }
  }
}
