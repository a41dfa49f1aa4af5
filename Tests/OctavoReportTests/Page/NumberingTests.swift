import OctavoReport
import OctavoResults
import Testing

@Suite struct NumberingTests {
  @Test func figuresAndTablesCountApart() {
    let figure = StepRecord.ShownItem.figure(Figure(.passages([])))
    let table = StepRecord.ShownItem.table("t", caption: nil)
    let tables = ["t": Table([])]
    let steps = [
      StepRecord(
        name: "a", operation: "", status: .done, tables: tables, shownItems: [table, figure]),
      StepRecord(
        name: "b", operation: "", status: .done, tables: tables,
        shownItems: [.values([]), table, .table("missing", caption: nil)]),
      StepRecord(name: "c", operation: "", status: .done, shownItems: [figure, figure]),
      StepRecord(name: "d", operation: "", status: .done),
    ]
    let numbering = Numbering(steps)
    #expect(numbering.label(step: "a", item: 0)?.text == "Table\u{A0}1")
    #expect(numbering.label(step: "b", item: 0) == nil)
    #expect(numbering.label(step: "b", item: 1)?.text == "Table\u{A0}2")
    #expect(numbering.label(step: "b", item: 2) == nil)
    #expect(numbering.label(step: "c", item: 1)?.identifier == "figure:3")
    #expect(numbering.reference(to: "a")?.text == "Figure\u{A0}1")
    #expect(numbering.reference(to: "b")?.text == "Table\u{A0}2")
    #expect(numbering.reference(to: "d") == nil)
  }
}
