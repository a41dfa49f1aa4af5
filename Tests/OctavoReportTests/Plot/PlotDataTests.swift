import OctavoReport
import OctavoResults
import Testing

@Suite struct PlotDataTests {
  private func data(_ content: Plot.Content, limit: Int = 100) -> PlotData {
    PlotData(
      Plot(content, horizontal: .init("step"), vertical: .init("loss", unit: "nats")),
      rows: limit)
  }

  @Test func seriesOverTheSamePlacesStandSideBySide() {
    let table = data(
      .series([
        .init("a", x: [1, 2], y: [3, .nan], lower: [2, 3], upper: [4, 5]),
        .init("b", x: [1, 2], y: [5, 6]),
      ])
    ).table
    #expect(table.columns.map(\.name) == ["step", "a", "a-lower", "a-upper", "b"])
    #expect(table[column: "a"]?.values == [3.0, nil])
    #expect(table[column: "b"]?.unit == "nats")
  }

  @Test func otherSeriesStandOneBelowAnother() {
    let table = data(.series([.init("a", x: [1, 2], y: [3, 4]), .init("b", x: [9], y: [5, 6])]))
      .table
    #expect(table.columns.map(\.name) == ["series", "step", "loss"])
    #expect(table[column: "series"]?.values == ["a", "a", "b"])
    #expect(table[column: "step"]?.values == [1.0, 2.0, 9.0])
  }

  @Test func longDataArePickedEvenly() {
    let x = (0..<10_001).map(Double.init)
    let data = data(.series([.init("a", x: x, y: x)]), limit: 101)
    #expect(data.rowCount == 10_001)
    #expect(data.table[column: "step"]?.values == (0...100).map { .number(Double($0) * 100) })
  }

  @Test func panelsAreStacked() {
    let panels = ["A", "B"].map {
      Plot.Panel(
        title: $0, .histogram(.init(edges: [0, 1, 2], groups: [.init("", counts: [4, 5])])))
    }
    let data = PlotData(
      Plot(panels: panels, horizontal: .init("x"), vertical: .init("n")), rows: 10)
    #expect(data.table.columns.map(\.name) == ["panel", "from", "to", "count"])
    #expect(data.table[column: "panel"]?.values == ["A", "A", "B", "B"])
  }

  @Test func raggedMatricesAndBarsDoNotTrap() {
    let heatmap = data(
      .heatmap(.init(rows: ["a"], columns: [], values: [[1], [2, 3]], quantity: "q")))
    #expect(heatmap.table.rowCount == 2)
    let bars = data(.bars(.init(categories: ["a", "b"], groups: [.init("g", values: [1])])))
    #expect(bars.table[column: "g"]?.values == [1.0, nil])
  }
}
