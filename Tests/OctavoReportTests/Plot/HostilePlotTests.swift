import OctavoReport
import OctavoResults
import Testing

/// A record of a run may come from anywhere: whatever numbers and lengths it has, its figures are
/// drawn.
@Suite struct HostilePlotTests {
  static let contents: [Plot.Content] = {
    let huge = Double.greatestFiniteMagnitude
    let odd: [Double] = [huge, -huge, .nan, .infinity, 5e-324, 0]
    return [
      .series([
        .init("s", x: odd, y: [1], lower: [], upper: odd, notNumbers: [.min, 7, .max, -1, 2]),
        .init("", x: [], y: odd, runs: [[], odd, [1]]),
        .init("s", mark: .points, x: [huge], y: [-huge], lower: [-huge], upper: [huge]),
      ]),
      .bars(
        .init(
          categories: ["a", "b"],
          groups: [
            .init("g", values: odd, lower: [1], upper: [], notNumbers: [.min, .max]),
            .init("g", values: []),
          ])),
      .bars(.init(categories: [], groups: [.init("g", values: odd)], mark: .points)),
      .histogram(
        .init(
          edges: [0, 1],
          groups: [
            .init("g", counts: odd, notCounted: .max), .init("h", counts: [], notCounted: .max),
            .init("i", counts: [-3], notCounted: .min),
          ])),
      .histogram(
        .init(
          edges: [-2, -1, 0], groups: [.init("", counts: [9e18, 9e18]), .init("", counts: [9e18])])
      ),
      .histogram(.init(edges: [], groups: [.init("g", counts: odd)])),
      .histogram(.init(edges: [.nan, -huge, huge], groups: [.init("g", counts: odd)])),
      .heatmap(
        .init(
          rows: [], columns: ["a", "b", "c"], values: [[1], [], odd.map { $0 }, [nil, nil]],
          quantity: "q", diverging: true)),
      .heatmap(
        .init(
          rows: ["a"], columns: [], values: (0..<50).map { row in (0..<row).map { Double($0) } },
          quantity: "")),
      .heatmap(.init(rows: [], columns: [], values: [], quantity: "q")),
    ]
  }()

  @Test(arguments: contents)
  func isDrawn(content: Plot.Content) {
    for scale in Plot.Axis.Scale.allCases {
      for limit in [nil, 0, -Double.greatestFiniteMagnitude, .nan] as [Double?] {
        var plot = Plot(
          panels: [.init(content, rules: [.init("r", y: .nan)]), .init(title: "t", content)],
          horizontal: .init("x", scale: scale), vertical: .init("y", scale: scale, lower: limit))
        plot.columns = limit == nil ? .min : .max
        let figure = Figure(.plot(plot), note: "n")
        let view = FigureView(figure: figure, label: .init(kind: .figure, number: 1))
        #expect(Markup(HTMLWriter.fragment(view.node)).problem == nil)
      }
    }
  }

  @Test func oddTokensAreShown() {
    let rows = [
      TokenStrip.Row("a", scale: .diverging, values: [1, 2, 3, .nan]),
      TokenStrip.Row("b", scale: .plain, values: []),
    ]
    let strips = [
      TokenStrip(tokens: [], rows: []), TokenStrip(tokens: ["x"], rows: rows),
      TokenStrip(tokens: [], rows: rows),
      TokenStrip(prompt: "", tokens: ["y", ""], rows: [rows[0]]),
    ]
    let view = FigureView(
      figure: Figure(.tokens(strips)), label: .init(kind: .figure, number: 1))
    #expect(Markup(HTMLWriter.fragment(view.node)).problem == nil)
  }
}
