import OctavoReport
import OctavoResults
import Testing

@Suite struct TableViewTests {
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

  @Test func anEmptyTableIsATable() {
    let node = TableView(Table([]), name: "").scrolling
    #expect(Markup(HTMLWriter.fragment(node)).problem == nil)
  }
}
