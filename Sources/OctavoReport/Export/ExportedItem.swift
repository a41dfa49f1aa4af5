import OctavoBase
import OctavoResults

/// Something that a step shows, in a form that other formats can hold.
enum ExportedItem {
  case table(ExportedTable, caption: String?)
  /// A file of its own, as SVG.
  case plot(svg: String, caption: String?, description: String)
  case images([ImageTile], caption: String?)
  case passages([Passage], caption: String?)
  /// Plain lines, such as verdicts.
  case lines([String])

  /// What a step shows, in order. What the page folds is left out.
  static func all(of record: StepRecord, in run: Run) -> [ExportedItem] {
    record.shownItems.flatMap { item -> [ExportedItem] in
      switch item {
      case .figure(let figure): items(of: figure)
      case .table(let name, let caption):
        record.shownTable(name).map {
          [.table(ExportedTable($0.writingSettings(of: run)), caption: caption)]
        } ?? []
      case .values(let names, let caption):
        [.lines(ValuesView(record: record, names: names).lines + [caption].compactMap { $0 })]
      case .verdicts(let verdicts):
        [
          .lines(
            verdicts.map { verdict in
              let detail = verdict.detail.isEmpty ? "" : " (\(verdict.detail))"
              return "\(verdict.holds ? "holds" : "DOES NOT HOLD"): \(verdict.claim)\(detail)"
            })
        ]
      case .points: []
      }
    }
  }

  private static func items(of figure: Figure) -> [ExportedItem] {
    switch figure.content {
    case .plot(let plot):
      let description = PlotDescription(plot)
      return [
        .plot(
          svg: PlotDrawing(PlotLimits(plot).plot, layout: .wide).file(
            title: description.title, description: description.details),
          caption: figure.caption, description: description.title)
      ]
    case .passages(let passages): return [.passages(passages, caption: figure.caption)]
    case .images(let tiles): return [.images(tiles, caption: figure.caption)]
    case .imageGrid(let grid):
      let tiles = grid.tiles.enumerated().flatMap { row, tiles in
        tiles.enumerated().map { column, tile in
          var tile = tile
          let names = [
            grid.rows.indices ~= row ? grid.rows[row] : "",
            grid.columns.indices ~= column ? grid.columns[column] : "", tile.label ?? "",
          ].filter { !$0.isEmpty }
          tile.label = names.isEmpty ? nil : names.joined(separator: ", ")
          return tile
        }
      }
      return [.images(tiles, caption: figure.caption)]
    case .tokens(let strips):
      return strips.map { strip in
        let columns =
          [Table.Column("token", texts: strip.tokens)]
          + strip.rows.map { row in
            Table.Column(row.name, unit: row.unit, row.values.map { $0.map(Value.number) })
          }
        return .table(ExportedTable(Table(columns)), caption: strip.title ?? figure.caption)
      }
    }
  }
}

/// A table as text, with numbers written as on the page.
struct ExportedTable {
  let header: [String]
  let isNumeric: [Bool]
  let rows: [[String]]

  init(_ table: Table) {
    let columns = table.shownColumns.map { ColumnText($0.column, estimate: $0.estimate) }
    header = columns.map { column in
      column.name.inWords + (column.unit.map { " (\($0))" } ?? "")
    }
    isNumeric = columns.map(\.isNumeric)
    rows = (0..<table.rowCount).map { row in columns.map { $0.cell(row) } }
  }

  /// As Markdown; cells stay on their line.
  var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map(Self.escaped).joined(separator: " | ") + " |"
    }
    let rule = "| " + isNumeric.map { $0 ? "---:" : "---" }.joined(separator: " | ") + " |"
    return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
  }

  private static func escaped(_ cell: String) -> String {
    let line = cell.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.replacing("\\", with: "\\\\").replacing("|", with: "\\|")
      .replacing("<", with: "&lt;")
  }

  var html: String {
    HTMLWriter.fragment(
      HTMLTag.table {
        HTMLTag.thead { HTMLTag.tr { for name in header { HTMLTag.th { name } } } }
        HTMLTag.tbody {
          for row in rows { HTMLTag.tr { for cell in row { HTMLTag.td { cell } } } }
        }
      })
  }

  /// In columns of spaces, for a terminal.
  var text: String {
    let widths = header.indices.map { column in
      ([header[column]] + rows.map { $0[column] }).map(\.count).max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      cells.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return isNumeric[column] ? padding + cell : cell + padding
      }.joined(separator: "  ")
    }
    return ([header] + rows).map(line).joined(separator: "\n")
  }
}
