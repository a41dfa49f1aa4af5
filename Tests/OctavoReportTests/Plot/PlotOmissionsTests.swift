import OctavoReport
import OctavoResults
import Testing

@Suite struct PlotOmissionsTests {
  private func text(
    _ content: Plot.Content, x: Plot.Axis = .init("x"), y: Plot.Axis = .init("y")
  ) -> String? {
    let sentences = PlotOmissions(Plot(content, horizontal: x, vertical: y)).sentences
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private static let logarithmic = Plot.Axis("n", scale: .logarithmic)

  @Test func linesSayWhatTheyLeaveOut() {
    let series = Plot.Content.series([.init("n", x: [1, 2, 3], y: [-1, 2, 0])])
    #expect(text(series) == nil)
    #expect(
      text(series, y: Self.logarithmic)
        == "2 values of 0 or less cannot be shown on a logarithmic axis.")
    let odd = Plot.Content.series([
      .init("n", x: [1, 2, 3, .nan], y: [1, .nan, .infinity, 1], notNumbers: [1])
    ])
    #expect(
      text(odd) == "1 NaN and 1 infinite values are marked at the edge. "
        + "1 value without a number on the horizontal axis is left out.")
    #expect(
      text(.series([.init("n", x: [0, 1], y: [1, 1])]), x: Self.logarithmic)
        == "1 value of 0 or less cannot be shown on a logarithmic axis.")
    #expect(
      text(series, y: .init("y", upper: 1)) == "1 value lies outside the axis's limits.")
  }

  @Test func gapsAreNotLeftOut() {
    #expect(text(.series([.init("n", x: [1, 2], y: [1, .nan])])) == nil)
    #expect(text(.bars(.init(categories: ["a"], groups: [.init("", values: [.nan])]))) == nil)
  }

  @Test func bandsEndAtALogarithmicAxis() throws {
    let series = Plot.Series("n", x: [1, 2], y: [1, 2], lower: [0, 1], upper: [2, 3])
    #expect(
      text(.series([series]), y: Self.logarithmic)
        == "One interval reaches to 0 or below and ends at the logarithmic axis.")
    let plot = Plot(.series([series]), horizontal: .init("x"), vertical: Self.logarithmic)
    // Both points have a band: the one that reaches 0 begins at the axis.
    let band = try #require(Markup(svg(plot)).all(ofClass: "band").first?.attributes["d"])
    #expect(PathReader.vertices(of: band).count >= 4)
  }

  @Test func otherKinds() {
    let bars = Plot.Bars(
      categories: ["a", "b", "c"],
      groups: [.init("", values: [-1, 2, .nan], notNumbers: [2])])
    #expect(text(.bars(bars)) == "1 NaN value has no bar.")
    #expect(
      text(.bars(bars), y: Self.logarithmic)
        == "1 value of 0 or less cannot be shown on a logarithmic axis. 1 NaN value has no bar.")
    #expect(
      text(
        .heatmap(
          .init(rows: ["a"], columns: ["b", "c", "d"], values: [[.nan, nil, 1]], quantity: "q")))
        == "1 NaN value has no color.")
    #expect(
      text(.histogram(.init(edges: [0, 1], groups: [.init("", counts: [0], notCounted: 3)])))
        == "3 NaN or infinite values are not counted.")
  }

  private func svg(_ plot: Plot) -> String {
    let description = PlotDescription(plot)
    return HTMLWriter.fragment(
      PlotDrawing(plot, layout: .wide).svg(
        identifier: "f", title: description.title, description: description.details))
  }

  @Test func theTextAlternativeCountsWhatTheTableHas() {
    let plot = Plot(
      .series([.init("n", x: [1, 2, 3], y: [-1, 2, 0])]), horizontal: .init("x"),
      vertical: Self.logarithmic)
    #expect(
      PlotDescription(plot).details == "n: 1 of 3 points can be shown, 2 at 2. "
        + "2 values of 0 or less cannot be shown on a logarithmic axis.")
  }

  @Test func valuesThatAreNotFiniteStandAtTheEdge() {
    let plot = Plot(
      .series([
        .init("n", x: [1, 2, 3, 4], y: [1, .nan, .infinity, -.infinity], notNumbers: [1])
      ]), horizontal: .init("x"), vertical: .init("y"))
    let markup = Markup(svg(plot))
    #expect(markup.all(ofClass: "edge").count == 1)
    let titles = markup.all("title").map(\.text).filter { $0.contains(/NaN|∞/) }
    #expect(titles == ["n\nx 2\ny NaN", "n\nx 3\ny ∞", "n\nx 4\ny −∞"])
  }

  @Test func barsWithoutAPlaceSayTheirNumber() {
    let plot = Plot(
      .bars(
        .init(
          categories: ["a", "b", "c"],
          groups: [.init("", values: [-1, 2, .nan], notNumbers: [2])])),
      horizontal: .init(""), vertical: Self.logarithmic)
    let notes = Markup(svg(plot)).all(ofClass: "note").map(\.text)
    #expect(notes.contains("−1") && notes.contains("NaN") && notes.contains("2"))
  }

  @Test func emptyPlotsSaySo() {
    let contents: [Plot.Content] = [
      .histogram(.init(edges: [0, 1], groups: [.init("", counts: [0])])),
      .bars(.init(categories: ["a"], groups: [.init("", values: [-1])])),
      .series([.init("", x: [1], y: [.nan])]),
      .heatmap(.init(rows: ["a"], columns: ["b"], values: [[nil]], quantity: "q")),
    ]
    for content in contents {
      let plot = Plot(content, horizontal: .init("x"), vertical: Self.logarithmic)
      #expect(Markup(svg(plot)).all(ofClass: "note").map(\.text) == ["No number to plot"])
    }
  }
}
