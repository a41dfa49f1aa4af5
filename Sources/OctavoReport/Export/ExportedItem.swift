import OctavoBase
import OctavoResults

/// Something that a step shows, in a form that other formats can hold.
enum ExportedItem {
  case table(ExportedTable, ExportedCaption)
  /// A file of its own, as SVG.
  case plot(svg: String, ExportedCaption, description: String)
  case images([ImageTile], ExportedCaption)
  case passages([Passage], ExportedCaption)
  /// Plain lines, such as verdicts.
  case lines([String])

  /// What a step shows, in order. What the page folds is left out.
  static func all(of record: StepRecord, in run: Run, _ numbering: Numbering) -> [ExportedItem] {
    let keys = KeyStyles(run.steps.flatMap(\.plots))
    return record.shownItems.enumerated().flatMap { place, item -> [ExportedItem] in
      let label = numbering.label(step: record.name, item: place)?.text
      switch item {
      case .figure(let figure): return items(of: figure, label, keys)
      case .table(let name, let caption):
        guard let table = record.shownTable(name)?.writingSettings(of: run) else { return [] }
        let exported = ExportedTable(table)
        return [
          .table(
            exported,
            ExportedCaption(
              label: label, text: caption ?? MadeCaption(table).text, note: exported.omission))
        ]
      case .values(let names, let caption):
        return [
          .lines(ValuesView(record: record, names: names).lines + [caption].compactMap { $0 })
        ]
      case .verdicts(let verdicts): return [.lines(verdicts.map(line))]
      case .points: return []
      }
    }
  }

  private static func line(_ verdict: Verdict) -> String {
    let detail = verdict.detail.detailInWordsOfThePage
    return verdict.word + phrases.colon + verdict.claim
      + (detail.isEmpty ? "" : " (\(detail))")
  }

  private static func items(
    of figure: Figure, _ label: String?, _ keys: KeyStyles
  ) -> [ExportedItem] {
    let note = figure.noteBesideCaption?.noteInWordsOfThePage
    var caption = ExportedCaption(
      label: label,
      text: figure.caption?.captionInWordsOfThePage ?? MadeCaption(figure.content).text, note: note)
    switch figure.content {
    case .plot(let plot):
      let plot = plot.withNumbersOfThePage
      let limits = PlotLimits(plot)
      let description = PlotDescription(limits.plot)
      let title = figure.alternative ?? description.title
      caption.note =
        ([note, limits.note].compactMap { $0 } + PlotOmissions(plot).sentences).nonEmptyText
      return [
        .plot(
          svg: PlotDrawing(limits.plot, layout: .wide, keys: keys).file(
            title: title, description: description.details),
          caption, description: title)
      ]
    case .passages(let passages): return [.passages(passages, caption)]
    case .images(let tiles): return [.images(tiles, caption)]
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
      return [.images(tiles, caption)]
    case .tokens(let strips):
      return strips.enumerated().map { place, strip in
        let columns =
          [Table.Column(phrases.token, texts: strip.tokens)]
          + strip.rows.map { row in
            Table.Column(row.name, unit: row.unit, row.values.map { $0.map(Value.number) })
          }
        // The figure's own caption stands under the last strip.
        var shown = place == strips.count - 1 ? caption : ExportedCaption()
        shown.text = [strip.title, shown.text].compactMap { $0 }.nonEmptyText
        return .table(ExportedTable(whole: Table(columns)), shown)
      }
    }
  }
}

/// A table as text, with numbers written as on the page, and cut where that is.
struct ExportedTable {
  let header: [String]
  let isNumeric: [Bool]
  let rows: [[String]]
  /// How many rows are left out; `nil` where none is.
  let omission: String?

  init(_ table: Table) { self.init(table, rows: table.shownRows) }

  /// With all rows: for what is in no file of results.
  init(whole table: Table) { self.init(table, rows: Array(0..<table.rowCount)) }

  private init(_ table: Table, rows shownRows: [Int?]) {
    let columns = table.shownColumns.map {
      ColumnText($0.column, estimate: $0.estimate, rows: shownRows.compactMap(\.self))
    }
    header = columns.map { column in
      column.name.inWords + (column.unit.map { " (\($0))" } ?? "")
    }
    isNumeric = columns.map(\.isNumeric)
    rows = shownRows.map { row in columns.map { column in row.map(column.cell) ?? "…" } }
    omission = shownRows.contains(nil) ? phrases.rowsLeftOut(table.hiddenRowCount) : nil
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
    return line.escapedForMarkdown
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
