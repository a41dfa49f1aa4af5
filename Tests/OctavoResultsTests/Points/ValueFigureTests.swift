import OctavoResults
import Testing

@Suite struct ValueFigureTests {
  private func plot(_ values: [Double?], _ points: PointSet) throws -> Plot {
    let figure = try #require(Figure(ofValues: values, label: "loss", at: points))
    guard case .plot(let plot) = figure.content else { throw NoPlot() }
    return plot
  }

  private struct NoPlot: Error {}

  @Test func numbersAreLinesOverALogarithmicAxis() throws {
    let points = PointSet(crossing: [
      ("width", [32, 64]), ("rate", [0.001, 0.01, 0.1]), ("seed", [1, 2]),
    ])
    let plot = try plot(points.points.indices.map(Double.init), points)
    // The first axis with numbers runs along the horizontal one.
    #expect(plot.horizontal.label == "width")
    #expect(plot.horizontal.scale == .linear)
    guard case .series(let series)? = plot.panels.first?.content else { throw NoPlot() }
    #expect(series.map(\.name) == ["rate 0.001", "rate 0.01", "rate 0.1"])
    #expect(series[0].x == [32, 64])
    #expect(series[0].y == [0.5, 6.5])
    #expect(series[0].mark == .linesAndPoints)
  }

  @Test(arguments: [
    ([0.001, 0.01, 0.1] as [Value], true), ([3e-4, 1e-3, 3e-3], true), ([1, 2, 3], false),
    ([10, 20, 30, 40], false), ([0, 1, 10], false), ([1, 100], true), ([1, 2, 4, 8, 16], true),
  ])
  func whatIsSpreadByFactorsIsLogarithmic(values: [Value], isLogarithmic: Bool) throws {
    let points = PointSet(crossing: [("a", values)])
    let plot = try plot(values.map(\.double), points)
    #expect((plot.horizontal.scale == .logarithmic) == isLogarithmic)
  }

  @Test func namesAreDotsWithWhiskers() throws {
    let points = PointSet(crossing: [("shape", ["gpt2", "rms"]), ("seed", [1, 2, 3])])
    let plot = try plot([1, 2, 3, 4, 5, nil], points)
    guard case .bars(let bars)? = plot.panels.first?.content else { throw NoPlot() }
    #expect(bars.mark == .points)
    #expect(bars.categories == ["gpt2", "rms"])
    #expect(bars.groups.map(\.values) == [[2, 4.5]])
    let figure = Figure(ofValues: [1, 2, 3, 4, 5, nil], label: "loss", at: points)
    #expect(
      figure?.note
        == "Mean over 2 to 3 seeds with its 95 % interval. The point shape rms, seed 3 is missing.")
  }

  @Test func thirdAxesAreInPanels() throws {
    let points = PointSet(crossing: [("a", [1, 2]), ("b", ["x", "y"]), ("c", ["u", "v", "w"])])
    let plot = try plot(points.points.map { _ in 1 }, points)
    #expect(plot.panels.map(\.title) == ["c u", "c v", "c w"])
  }

  @Test func withoutSettingsOrNumbersThereIsNoFigure() {
    let seeds = PointSet(crossing: [("seed", [1, 2])])
    let rates = PointSet(crossing: [("rate", [1, 2])])
    #expect(Figure(ofValues: [1, 2], label: "loss", at: seeds) == nil)
    #expect(Figure(ofValues: [1, nil], label: "loss", at: rates) == nil)
    #expect(Figure(ofValues: [.nan, .nan], label: "loss", at: rates) == nil)
    #expect(Figure(ofValues: [1], label: "loss", at: .single) == nil)
  }
}
