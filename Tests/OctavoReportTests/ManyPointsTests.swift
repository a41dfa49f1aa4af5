import Foundation
import OctavoReport
import OctavoResults
import Testing

/// The report of steps with many points: small, and readable.
@Suite struct ManyPointsTests {
  private static func noise(_ seed: Int) -> Double { SampleReport.noise(seed) }

  /// A training's history at a point: better with a larger width, best at a middle rate.
  private static func history(_ point: OctavoResults.Point, _ index: Int, length: Int) -> Plot {
    let rate = point["rate"]?.double ?? 1e-3
    let width = point["width"]?.double ?? 64
    let floor = 1.5 + 0.1 * abs(log10(rate / 1e-3)) + 10 / width
    let x = (0..<length).map { Double($0 * 5) }
    let loss = { (noise: Double) in
      x.enumerated().map { place, iteration in
        floor + 2.5 * exp(-iteration * sqrt(rate) / 8)
          + noise * (Self.noise(index * 10_000 + place) + 0.5 * Self.noise(index))
      }
    }
    return Plot(
      .series([
        .init("training loss", x: x, y: loss(0.25)),
        .init("validation loss", x: x, y: loss(0.05).map { $0 + 0.1 }),
      ]), horizontal: .init("iteration"), vertical: .init("loss", unit: "nats"))
  }

  private static func record(_ name: String, _ points: PointSet, length: Int = 500) -> StepRecord {
    let parts = points.points.enumerated().map { index, point in
      (
        point: point,
        figure: Figure(
          .plot(history(point, index, length: length)), caption: "Loss by iteration.")
      )
    }
    let values = points.points.enumerated().map { index, point -> Double? in
      guard case .series(let series)? = history(point, index, length: length).panels.first?.content
      else { return nil }
      return series[1].y.last
    }
    let columns = points.axes.map { axis in
      Table.Column(axis, points.points.map { $0[axis] })
    }
    let table = Table(
      columns + [Table.Column("validation-loss", values.map { $0.map(Value.number) })])
    let figures =
      Figure.combining(parts, of: points)
      + [Figure(ofValues: values, label: "validation loss", unit: "nats", at: points)]
      .compactMap { $0 }
    return StepRecord(
      name: name, operation: "gpt.train", status: .done, tables: ["points": table],
      shownItems: figures.map(StepRecord.ShownItem.figure) + [.table("points", caption: "Points.")])
  }

  private static func page(_ records: [StepRecord]) -> String {
    Report.html(
      ReportDocument(
        title: "Points", elements: records.map { .step($0, source: "run: gpt.train\n") },
        run: Run(notebook: "points", title: "Points", seed: 0, params: [:], steps: records)))
  }

  private static let rates: [Value] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]
  private static let seeds: [Value] = [1, 2, 3, 4, 5]

  static let grids: [PointSet] = [
    PointSet(crossing: [
      ("rate", rates), ("width", [32, 64, 128, 256]),
      ("seed", seeds + seeds.map { .integer(Int($0.double ?? 0) + 5) }),
    ]),
    PointSet(crossing: [
      ("rate", (0..<40).map { .number(1e-4 * pow(1.15, Double($0))) }), ("seed", seeds),
    ]),
    PointSet(crossing: [
      ("rate", (0..<20).map { .number(1e-4 * pow(1.3, Double($0))) }),
      ("width", (1...10).map { .integer($0 * 32) }),
    ]),
    PointSet(crossing: [("seed", (1...200).map { .integer($0) })]),
    PointSet(crossing: [
      ("rate", rates), ("width", [32, 64, 128, 256]), ("shape", ["gpt2", "llama"]), ("seed", seeds),
    ]),
  ]

  @Test(arguments: grids)
  func twoHundredPointsMakeASmallPage(points: PointSet) throws {
    #expect(points.points.count == 200)
    let page = Self.page([Self.record("learn", points)])
    #expect(Markup(page.replacing("<!doctype html>", with: "")).problem == nil)
    #expect(page.utf8.count < 410_000)
  }

  @Test func panelsOfOneSeriesShareARow() throws {
    let points = Self.grids[0]
    let record = Self.record("learn", points, length: 10)
    #expect(record.plots.first?.columns == 4)
    let layout = PlotLayout.wide
    #expect(layout.columns(forPanels: 8, wanted: 4) == 4)
    #expect(layout.columns(forPanels: 8, wanted: 5) == 3)
    #expect(layout.columns(forPanels: 8) == 3)
    #expect(PlotLayout.narrow.columns(forPanels: 8, wanted: 4) == 2)
  }
}
