import OctavoReport
import OctavoResults
import Testing

@Suite struct PlotDescriptionTests {
  @Test func lines() {
    let plot = Plot(
      .series([
        .init("training", x: [0, 100, 200], y: [4, 1, 2]),
        .init("broken", x: [0, 1], y: [.nan, .nan]), .init("one", x: [5, 6], y: [7, .nan]),
      ]), horizontal: .init("iteration"), vertical: .init("loss", unit: "nats"),
      rules: [.init("target", y: 1.5)])
    let description = PlotDescription(plot)
    #expect(description.title == "Line plot: loss (nats) by iteration")
    #expect(
      description.details
        == "training: 3 points from 4 at 0 to 2 at 200, lowest 1 at 100, highest 4 at 0. "
        + "broken: no number. one: one point, 7 at 5. A line marks target at 1.5.")
  }

  @Test func otherKinds() {
    let axis = Plot.Axis("length", unit: "tokens")
    let bars = Plot.Content.bars(
      .init(categories: ["a", "b"], groups: [.init("wins", values: [3, 4])]))
    let histogram = Plot.Content.histogram(
      .init(edges: [0, 1, 2], groups: [.init("", counts: [3, 5])]))
    let heatmap = Plot.Content.heatmap(
      .init(rows: ["a"], columns: ["b", "c"], values: [[0.5, nil]], quantity: "weight"))
    let details = [bars, histogram, heatmap].map {
      PlotDescription(Plot($0, horizontal: axis, vertical: .init(""))).details
    }
    #expect(
      details == [
        "wins: a 3, b 4.", "length: 8 in all, from 0 to 2, most (5) from 1 to 2.",
        "weight, 1 rows by 2 columns, from 0.5 to 0.5.",
      ])
  }

  @Test func panelsAreNamedAndLongListsEnd() {
    let panels = (1...20).map {
      Plot.Panel(title: "P\($0)", .series([.init("s", x: [0], y: [1])]))
    }
    let plot = Plot(panels: panels, horizontal: .init("x"), vertical: .init("y"))
    let description = PlotDescription(plot)
    #expect(description.title.hasSuffix("in 20 panels"))
    #expect(description.details.hasPrefix("P1: s: one point, 1 at 0."))
    #expect(description.details.hasSuffix("And 8 more."))
  }
}
