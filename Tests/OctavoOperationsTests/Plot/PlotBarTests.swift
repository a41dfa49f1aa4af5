import OctavoResults
import Testing

@Suite struct PlotBarTests {
  @Test func eachOfTheSeriesHasItsOwnWhiskers() throws {
    let run = runNotebook(
      """
      ```step t
      run: table
      rows:
        - {kind: a, one: 1, low: 0.5, high: 2, two: 3}
        - {kind: b, one: 2, low: 1.5, high: 4, two: 5}
      ```

      ```step plot
      run: plot.bar
      x: kind
      series:
        - {data: t, y: one, lower: low, upper: high}
        - {data: t, y: two, label: no whiskers}
      ```
      """)
    let record = try #require(run[step: "plot"])
    guard case .figure(let figure)? = record.shownItems.first,
      case .plot(let plot) = figure.content, case .bars(let bars) = plot.panels[0].content
    else {
      Issue.record("\(record.status)")
      return
    }
    #expect(bars.categories == ["a", "b"])
    #expect(bars.groups.map(\.name) == ["t", "no whiskers"])
    #expect(bars.groups.map(\.lower) == [[0.5, 1.5], nil])
    #expect(bars.groups.map(\.upper) == [[2, 4], nil])
  }
}
