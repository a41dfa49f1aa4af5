import OctavoReport
import OctavoResults
import Testing

@Suite struct TableViewTests {
  /// Where the values of a column make columns, the best is that of each row.
  @Test func theBestOfEachRow() {
    func column(_ name: String, _ values: [Double]) -> Table.Column {
      var column = Table.Column(name, numbers: values)
      column.presentation = .init(best: .lowest, bestAcross: "loss")
      return column
    }
    let table = Table([
      .init("data", texts: ["stories", "rules"]), column("small", [2.5, 2]),
      column("large", [2, 3]),
    ])
    let markup = Markup(HTMLWriter.fragment(TableView(table, name: "T").scrolling))
    #expect(markup.all("strong").map(\.text) == ["2", "2.0"])
  }

  @Test func aTableOfNumbersSaysSoOnce() {
    let number = Table.Column("loss", numbers: [2.5, 1])
    let name = Table.Column("name", texts: ["a", "b"])
    func classes(_ columns: [Table.Column]) -> [String?] {
      Markup(HTMLWriter.fragment(TableView(Table(columns), name: "T").scrolling)).elements
        .filter { ["table", "td"].contains($0.name) }.map { $0.attributes["class"] }
    }
    #expect(classes([name, number]) == ["numbers", nil, nil])
    #expect(classes([number]) == ["numbers", nil, nil])
    #expect(classes([number, name]) == [nil, "number", nil, "number", nil])
    #expect(classes([name]) == [nil])
  }

  private func markup(rows: Int) -> Markup {
    let table = Table([.init("i", integers: Array(0..<rows))])
    return Markup(HTMLWriter.fragment(TableView(table, name: "Table 1").scrolling))
  }

  @Test(arguments: [(24, false), (25, true)])
  func longTablesAreCut(rows: Int, isLong: Bool) {
    let frame = markup(rows: rows).elements[0]
    #expect((frame.attributes["class"] == "scroll long") == isLong)
    #expect(frame.attributes["tabindex"] == "0")
    #expect(frame.attributes["aria-label"] == "Table 1")
  }

  @Test func veryLongTablesLeaveOutTheMiddle() {
    let markup = markup(rows: 10_000)
    #expect(markup.all("tr").count == 1 + 150 + 1 + 50)
    #expect(
      markup.all(ofClass: "omission").first?.text
        == "9,800 rows are left out here; results.json has them all.")
    #expect(markup.all("td").last?.text == "9,999")
  }

  private func cells(_ table: Table) -> [[String]] {
    let markup = Markup(HTMLWriter.fragment(TableView(table, name: "Table 1").scrolling))
    let width = markup.elements.count { $0.name == "th" && $0.attributes["scope"] == "col" }
    let texts = markup.elements.filter { ["td", "th"].contains($0.name) }.map {
      $0.text.replacing("\u{A0}", with: " ")
    }
    return stride(from: 0, to: texts.count, by: max(width, 1)).map {
      Array(texts[$0..<min($0 + width, texts.count)])
    }
  }

  private static let estimates = [
    Table.Column("rate", numbers: [0.1, 0.2, 0.3]),
    Table.Column("loss", [2.7653, 2.9012, 2.5]),
    Table.Column("loss-lower", [2.7533, 2.5612, nil]),
    Table.Column("loss-upper", [2.7773, 3.2412, nil]),
    Table.Column("n", integers: [5, 5, 1]),
  ]

  @Test func anEstimateIsOneColumn() {
    #expect(
      cells(Table(Self.estimates)) == [
        ["rate", "loss", "n"], ["0.1", "2.765 ± 0.012", "5"], ["0.2", "2.90 ± 0.34", "5"],
        ["0.3", "2.500", "1"],
      ])
  }

  @Test func columnsAreWrittenAsAsked() {
    var columns = Self.estimates
    columns[0].presentation = .init(percent: true)
    columns[1].presentation = .init(format: ".2f")
    columns[4].presentation = .init(format: "03d")
    #expect(
      cells(Table(columns)) == [
        ["rate", "loss", "n"], ["10 %", "2.77 ± 0.01", "005"], ["20 %", "2.90 ± 0.34", "005"],
        ["30 %", "2.50", "001"],
      ])
  }

  @Test func theBestIsMarkedWithWhatMayBeAsGood() {
    var columns = Array(Self.estimates.dropLast())
    columns[3].values[2] = 2.6
    columns[2].values[2] = 2.4
    columns[1].presentation = .init(best: .lowest)
    let view = TableView(Table(columns), name: "Table 1")
    let markup = Markup(
      HTMLWriter.fragment(view.figure(caption: Caption(label: nil, text: nil), identifier: nil)))
    // The second one's interval reaches the third's; the first's does not.
    #expect(
      markup.all("strong").map { $0.text.replacing("\u{A0}", with: " ") } == [
        "2.90 ± 0.34", "2.50 ± 0.10",
      ])
    #expect(
      markup.all("figcaption").first?.text
        == "Bold: the lowest, and what the intervals do not separate from it.")
  }

  private func wide(_ presentation: Table.Column.Presentation? = nil) -> Table {
    let name = "a rather long name of a setting"
    return Table([
      .init(name, texts: ["one", "two", "three"]),
      .init(
        "validation-loss", unit: "nats", [1, -3, nil].map { $0.map(Value.number) },
        presentation: presentation),
      .init("remark", texts: ["some words of explanation", "-", "none"]),
    ])
  }

  /// On a phone each row is a card, whose cells carry the names of their columns; roles keep the
  /// table what it is to a screen reader.
  @Test func wideTablesFoldIntoCards() {
    let markup = Markup(HTMLWriter.fragment(TableView(wide(), name: "T").scrolling))
    #expect(markup.all(ofClass: "cards").first?.attributes["role"] == "table")
    #expect(
      markup.all("td").map { $0.attributes["data-label"] }.prefix(2)
        == ["validation loss nats", "remark"])
    #expect(markup.all("td").allSatisfy { $0.attributes["role"] == "cell" })
    #expect(markup.all("tr").allSatisfy { $0.attributes["role"] == "row" })
    #expect(
      markup.all("th").map { $0.attributes["role"] }.suffix(3) == [
        "rowheader", "rowheader", "rowheader",
      ])
    let narrow = Table([.init("a", integers: [1]), .init("b", integers: [2])])
    #expect(
      Markup(HTMLWriter.fragment(TableView(narrow, name: "T").scrolling)).all(ofClass: "cards")
        .isEmpty)
  }

  /// Bars begin at zero, also those of numbers below it, and an empty cell has none.
  @Test func barsShowSizes() {
    let markup = Markup(
      HTMLWriter.fragment(TableView(wide(.init(bar: true)), name: "T").scrolling))
    #expect(markup.all(ofClass: "meter").count == 3)
    let bars = markup.all("rect").map { [$0.attributes["x"], $0.attributes["width"]] }
    #expect(bars == [["54", "18"], ["0", "54"]])
  }

  @Test func anEmptyTableIsATable() {
    let node = TableView(Table([]), name: "").scrolling
    #expect(Markup(HTMLWriter.fragment(node)).problem == nil)
  }
}
