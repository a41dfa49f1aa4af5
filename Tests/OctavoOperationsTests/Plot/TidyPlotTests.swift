import Foundation
import OctavoResults
import Testing

/// Plots of a table with one observation a row.
@Suite struct TidyPlotTests {
  /// The loss is 10 · rate + seed + 100 · step.
  private static let rows: String = {
    var rows: [String] = []
    for rate in [0.1, 0.2] {
      for seed in 1...3 {
        for step in 0...1 {
          rows.append(
            "  - {rate: \(rate), seed: \(seed), step: \(step), "
              + "loss: \(10 * rate + Double(seed + 100 * step)), name: s\(step)}")
        }
      }
    }
    return "```step rows\nrun: table\nrows:\n\(rows.joined(separator: "\n"))\n```\n\n"
  }()

  private func record(_ options: String) throws -> StepRecord {
    let run = runNotebook(Self.rows + "```step plot\n\(options)\ndata: rows\n```\n")
    return try #require(run[step: "plot"])
  }

  private func figure(_ options: String) throws -> (plot: Plot, note: String?) {
    let record = try record(options)
    guard case .figure(let figure)? = record.shownItems.first, case .plot(let plot) = figure.content
    else {
      Issue.record("\(record.status)")
      throw CocoaError(.featureUnsupported)
    }
    return (plot, figure.note)
  }

  private func series(_ options: String) throws -> [Plot.Series] {
    guard case .series(let series) = try figure(options).plot.panels[0].content else { return [] }
    return series
  }

  /// Half the interval of 1, 2, 3 about their mean.
  private static let half = 4.302652729749462 / 3.0.squareRoot()

  @Test func colorsAreMeansOverTheSeeds() throws {
    let options = "run: plot.line\nx: step\ny: loss\ncolor: rate"
    let lines = try series(options)
    #expect(lines.map(\.name) == ["rate 0.1", "rate 0.2"])
    #expect(lines.map(\.key) == [.init("rate", 0.1), .init("rate", 0.2)])
    #expect(lines.map(\.x) == [[0, 1], [0, 1]])
    #expect(lines.map(\.y) == [[3, 103], [4, 104]])
    #expect(abs((lines[1].upper?[1] ?? 0) - (104 + Self.half)) < 1e-9)
    #expect(try figure(options).note == "Mean over 3 seeds with its 95 % interval.")
  }

  @Test func facetsArePanels() throws {
    let plot = try figure("run: plot.line\nx: step\ny: loss\nfacet: rate").plot
    #expect(plot.panels.map(\.title) == ["rate 0.1", "rate 0.2"])
  }

  @Test func linesMayLieUnderTheirMean() throws {
    let lines = try series("run: plot.line\nx: step\ny: loss\ncolor: rate\nspread: lines")
    #expect(lines[0].runs == [[2, 102], [3, 103], [4, 104]])
    #expect(lines[0].lower == nil)
    let bare = try series("run: plot.line\nx: step\ny: loss\ncolor: rate\nspread: none")
    #expect(bare[0].runs == nil && bare[0].lower == nil)
  }

  @Test func theMeanMayBeTakenOverOtherColumns() throws {
    let options = "run: plot.line\nx: step\ny: loss\nover: [rate, seed]"
    #expect(try series(options).map(\.y) == [[3.5, 103.5]])
    #expect(try figure(options).note == "Mean over 6 repetitions with its 95 % interval.")
  }

  @Test(arguments: [
    ("plot.line\nx: step\ny: loss", "color: rate"),
    ("plot.line\nx: step\ny: loss\ncolor: rate\nover: []", "over: seed"),
    ("plot.bar\nx: step\ny: loss", "color: rate"),
    ("plot.heatmap\nx: step\ny: seed\nvalue: loss", "facet: rate"),
  ])
  func rowsThatNothingTellsApartAreAnError(options: String, remedy: String) throws {
    guard case .failed(let error) = try record("run: \(options)").status else {
      Issue.record("no error")
      return
    }
    #expect(error.contains("several rows are at"))
    #expect(error.contains(remedy))
  }

  @Test func pointsHaveWhiskersWhereTheyShareAPlace() throws {
    let points = try series("run: plot.scatter\nx: step\ny: loss\ncolor: rate")
    #expect(points.map(\.y) == [[3, 103], [4, 104]])
    #expect(points[0].lower != nil)
    let single = try series("run: plot.scatter\nx: step\ny: loss\ncolor: rate\nover: []")
    #expect(single.map(\.y.count) == [6, 6])
  }

  @Test func barsHaveWhiskers() throws {
    let (plot, note) = try figure("run: plot.bar\nx: name\ny: loss\ncolor: rate")
    guard case .bars(let bars) = plot.panels[0].content else {
      Issue.record("no bars")
      return
    }
    #expect(bars.categories == ["s0", "s1"])
    #expect(bars.groups.map(\.values) == [[3, 103], [4, 104]])
    #expect(abs((bars.groups[0].lower?[0] ?? 0) - (3 - Self.half)) < 1e-9)
    #expect(note == "Mean over 3 seeds with its 95 % interval.")
  }

  @Test func countsAreThoseOfAllSeeds() throws {
    guard
      case .histogram(let histogram) = try figure(
        "run: plot.histogram\nof: loss\nbins: 2\ncolor: rate"
      ).plot.panels[0].content
    else { return }
    #expect(histogram.groups.map(\.counts) == [[3, 3], [3, 3]])
    #expect(histogram.groups.map(\.key) == [.init("rate", 0.1), .init("rate", 0.2)])
  }

  @Test func cellsAreMeans() throws {
    let (plot, note) = try figure("run: plot.heatmap\nx: step\ny: rate\nvalue: loss")
    guard case .heatmap(let heatmap) = plot.panels[0].content else { return }
    #expect(heatmap.values == [[3, 103], [4, 104]])
    #expect(note == "Mean over 3 seeds.")
    let faceted = try figure("run: plot.heatmap\nx: step\ny: seed\nvalue: loss\nfacet: rate").plot
    #expect(faceted.panels.map(\.title) == ["rate 0.1", "rate 0.2"])
  }
}
