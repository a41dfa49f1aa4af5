import Foundation
import OctavoReport
import OctavoResults
import Testing

@Suite struct PlotDrawingTests {
  private static let x = Plot.Axis("iteration")
  private static let y = Plot.Axis("loss", unit: "nats")

  private func svg(_ plot: Plot, _ layout: PlotLayout = .wide) -> HTMLNode {
    let description = PlotDescription(plot)
    return PlotDrawing(plot, layout: layout).svg(
      identifier: "f", title: description.title, description: description.details)
  }

  @Test func snapshots() throws {
    let lines = Plot(
      .series([
        .init("training", x: [0, 1, 2, 3], y: [4, 2, .nan, 1.5]),
        .init(
          "validation", mark: .linesAndPoints, x: [0, 3], y: [4.1, 2], lower: [4, 1.9],
          upper: [4.2, 2.1]),
      ]), horizontal: Self.x, vertical: Self.y, rules: [.init("target", y: 1.8)])
    try expectSnapshot(svg(lines), named: "plot-lines")
    let bars = Plot(
      .bars(.init(categories: ["one", "two"], groups: [.init("", values: [1, -2])])),
      horizontal: .init(""), vertical: .init("score"))
    try expectSnapshot(svg(bars, .narrow), named: "plot-bars")
    let heatmap = Plot(
      .heatmap(
        .init(
          rows: ["a", "b"], columns: ["c", "d"], values: [[1, -1], [nil, 0.5]],
          quantity: "change", diverging: true)), horizontal: .init(""), vertical: .init(""))
    try expectSnapshot(svg(heatmap, .narrow), named: "plot-heatmap")
  }

  /// The name of a rule stands beside the bars as long as there is a place.
  @Test(arguments: [2.92, 2.8, 3.0])
  func namesOfRulesStandBesideBars(height: Double) throws {
    let plot = Plot(
      .bars(
        .init(
          categories: ["0.001", "0.003", "0.01"],
          groups: [
            .init(
              "", values: [2.75, 2.45, 2.6], lower: [2.7, 2.4, 2.4], upper: [2.78, 2.5, 2.75])
          ])), horizontal: .init("rate"), vertical: .init("loss"),
      rules: [.init("unigram entropy", y: height)])
    let drawn = Markup(HTMLWriter.fragment(svg(plot, .narrow)))
    let name = try #require(drawn.all(ofClass: "note").first { $0.text == "unigram entropy" })
    let baseline = try #require(name.attributes["y"].flatMap(Double.init))
    let top = drawn.all("rect").compactMap { $0.attributes["y"].flatMap(Double.init) }.min()
    #expect(baseline < (try #require(top)))
  }

  /// The numbers in a heatmap's cells say as much as its key.
  @Test func cellsAreNotCoarserThanTheirRange() {
    let plot = Plot(
      .heatmap(
        .init(
          rows: ["a", "b"], columns: ["c", "d"], values: [[3.16, 2.89], [2.98, 2.77]],
          quantity: "loss")), horizontal: .init(""), vertical: .init(""))
    let texts = Markup(HTMLWriter.fragment(svg(plot))).all("text").map(\.text)
    #expect(["3.16", "2.89", "2.98", "2.77"].allSatisfy(texts.contains))
  }

  static let awkward: [Plot] = {
    let lists: [[Double]] = [
      [], [1], [3, 3, 3], [.nan, .nan], [.infinity, -.infinity, 2], [1e-300, 2e-300],
      [1e300, -1e300], [-5, 0, 5], [0, 0], [1e9, 1e9 + 1], [5e-324, 1e308],
    ]
    return lists.flatMap { y -> [Plot] in
      Plot.Axis.Scale.allCases.flatMap { scale -> [Plot] in
        let vertical = Plot.Axis("y", scale: scale)
        let places = (0..<y.count).map(Double.init)
        return Plot.Series.Mark.allCases.map { mark in
          Plot(
            .series([.init("s", mark: mark, x: places, y: y, lower: y, upper: y)]),
            horizontal: .init("x", scale: scale), vertical: vertical, rules: [.init("r", y: 2)])
        } + [
          Plot(
            .bars(
              .init(
                categories: y.indices.map { "a long category \($0)" },
                groups: [.init("g", values: y, lower: y, upper: y)])), horizontal: .init("x"),
            vertical: vertical, rules: [.init("r", y: 2)]),
          Plot(
            .histogram(.init(edges: places + [9], groups: [.init("g", counts: y)])),
            horizontal: .init("x"), vertical: vertical),
          Plot(
            .heatmap(
              .init(
                rows: ["r"], columns: y.map { String($0) }, values: [y.map { $0 }], quantity: "q")),
            horizontal: .init("x"), vertical: .init("y")),
        ]
      }
    } + [Plot(panels: [], horizontal: .init("x"), vertical: .init("y"))]
  }()

  @Test(arguments: awkward)
  func awkwardDataGiveADrawing(plot: Plot) {
    for layout in [PlotLayout.wide, .narrow] {
      let text = HTMLWriter.fragment(svg(plot, layout))
      let markup = Markup(text)
      #expect(markup.problem == nil)
      // A number too large to be drawn would be written so.
      #expect(!text.contains("1000000\""))
    }
  }

  /// Whatever the data, every point of a line lies within the frame that its axes draw.
  @Test(arguments: 0..<24)
  func pointsLieWithinTheFrame(seed: Int) throws {
    let magnitude = pow(10, Double(seed % 9) - 4)
    let scale: Plot.Axis.Scale = seed.isMultiple(of: 3) ? .logarithmic : .linear
    let series = (0..<(seed % 12 + 1)).map { index in
      let x = (0..<50).map { Double($0 * (seed % 4 + 1)) + 1 }
      let y = (0..<50).map { place in
        magnitude
          * (SampleReport.noise(seed * 5000 + index * 100 + place) + (scale == .linear ? 0 : 0.6))
      }
      return Plot.Series("series \(index)", x: x, y: y)
    }
    let plot = Plot(
      .series(series), horizontal: .init("x"), vertical: .init("y", scale: scale))
    for layout in [PlotLayout.wide, .narrow] {
      let markup = Markup(HTMLWriter.fragment(svg(plot, layout)))
      let grid = markup.all(ofClass: "grid").flatMap {
        PathReader.vertices(of: $0.attributes["d", default: ""])
      }
      let axis = markup.all(ofClass: "axis").flatMap {
        PathReader.vertices(of: $0.attributes["d", default: ""])
      }
      let left = try #require(grid.map(\.x).min())
      let right = try #require(grid.map(\.x).max())
      let bottom = try #require(axis.map(\.y).max())
      let lines = markup.elements.filter {
        $0.attributes["class", default: ""].hasPrefix("line ")
          && $0.attributes["d", default: ""].count > 60
      }
      #expect(lines.count == series.count)
      for line in lines {
        for point in PathReader.vertices(of: line.attributes["d", default: ""]) {
          #expect(point.x >= left - 0.15 && point.x <= right + 0.15)
          #expect(point.y >= 0 && point.y <= bottom + 0.15)
        }
      }
    }
  }

  /// By the widths that text is reckoned to have, no two labels of a plot share a place.
  @Test(arguments: awkward + SampleReport.plots)
  func labelsDoNotCollide(plot: Plot) {
    for layout in [PlotLayout.wide, .narrow] {
      let boxes = TextBox.all(in: svg(plot, layout), fontSize: layout.fontSize)
      for (index, box) in boxes.enumerated() {
        for other in boxes[..<index] {
          #expect(!box.overlaps(other), "“\(box.text)” and “\(other.text)”")
        }
        #expect(box.left >= -1, "“\(box.text)” is cut off at the left")
        #expect(box.right <= layout.width + 6, "“\(box.text)” is cut off at the right")
      }
    }
  }

  @Test func linesWithoutRoomForNamesGetALegend() {
    let many = (0..<12).map {
      Plot.Series("a rather long name \($0)", x: [0, 1], y: [Double($0), 1])
    }
    let plot = Plot(.series(many), horizontal: Self.x, vertical: Self.y)
    let markup = Markup(HTMLWriter.fragment(svg(plot, .narrow)))
    #expect(markup.all(ofClass: "leader").isEmpty)
    #expect(markup.all(ofClass: "name").count == 12)
    let wide = Markup(HTMLWriter.fragment(svg(plot)))
    #expect(wide.all(ofClass: "leader").isEmpty)
    #expect(wide.all(ofClass: "name").count == 12)
    let eight = Plot(.series(Array(many.prefix(8))), horizontal: Self.x, vertical: Self.y)
    #expect(Markup(HTMLWriter.fragment(svg(eight))).all(ofClass: "leader").count == 8)
  }

  @Test func theLegendShowsEachSeriesAsItIsDrawn() {
    let plot = Plot(
      .series([
        .init("law", x: [0, 1], y: [0, 1]),
        .init("measured", mark: .points, x: [0, 1], y: [0, 1]),
      ]), horizontal: Self.x, vertical: Self.y)
    let markup = Markup(HTMLWriter.fragment(svg(plot)))
    // The line once in the plot and once in the legend; the points twice and once.
    #expect(markup.all(ofClass: "line").count == 2)
    #expect(markup.all(ofClass: "dot").count >= 2)
  }

  @Test func rulesBesideOneAnotherAreNamedAtBothEnds() {
    let plot = Plot(
      .series([.init("s", x: [0, 1], y: [0, 5])]), horizontal: Self.x, vertical: Self.y,
      rules: [.init("uniform", y: 2), .init("unigram", y: 2.1), .init("bigram", y: 4)])
    let boxes = TextBox.all(in: svg(plot), fontSize: PlotLayout.wide.fontSize)
    let names = boxes.filter { ["uniform", "unigram"].contains($0.text) }
    #expect(names.count == 2)
    #expect(!names[0].overlaps(names[1]))
  }

  @Test func gapsBreakLines() {
    let plot = Plot(
      .series([.init("s", x: [0, 1, 2, 3, 4], y: [1, 2, .nan, 2, 1])]), horizontal: Self.x,
      vertical: Self.y)
    let line = Markup(HTMLWriter.fragment(svg(plot))).all(ofClass: "line").first
    #expect(line?.attributes["d"]?.filter { $0 == "M" }.count == 2)
  }

  @Test func fixedLimitsCutTheMarksOff() {
    let plot = Plot(
      .series([.init("s", x: [0, 1], y: [0, 100])]), horizontal: Self.x,
      vertical: .init("y", upper: 10))
    let markup = Markup(HTMLWriter.fragment(svg(plot)))
    #expect(markup.all("svg").count == 2)
    let free = Plot(
      .series([.init("s", x: [0, 1], y: [0, 100])]), horizontal: Self.x, vertical: .init("y"))
    #expect(Markup(HTMLWriter.fragment(svg(free))).all("svg").count == 1)
  }

  @Test func longDataMakeASmallDrawing() {
    let x = (0..<100_000).map(Double.init)
    let line = Plot.Series("s", x: x, y: x.map { SampleReport.noise(Int($0)) })
    var cloud = line
    cloud.mark = .points
    for series in [line, cloud] {
      let plot = Plot(.series([series]), horizontal: Self.x, vertical: Self.y)
      #expect(HTMLWriter.fragment(svg(plot)).utf8.count < 60_000)
    }
    let heatmap = Plot.Heatmap(
      rows: [], columns: [],
      values: (0..<600).map { row in (0..<600).map { SampleReport.noise(row * 600 + $0) } },
      quantity: "q")
    let plot = Plot(.heatmap(heatmap), horizontal: Self.x, vertical: Self.y)
    #expect(HTMLWriter.fragment(svg(plot)).utf8.count < 400_000)
  }

  @Test func saysWhatItShows() {
    let plot = Plot(
      .series([.init("s", x: [0, 1], y: [0, 1])]), horizontal: Self.x, vertical: Self.y)
    let markup = Markup(HTMLWriter.fragment(svg(plot)))
    let root = markup.elements[0]
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["aria-labelledby"] == "f-t f-d")
    #expect(markup.elements[1].text == "Line plot: loss (nats) by iteration")
    #expect(markup.all(ofClass: "target").count == 1)
    #expect(markup.all("title").map(\.text).contains("s\niteration 1\nloss 1 nats"))
  }
}

/// Where a text of a drawing stands, by the widths that text is reckoned to have.
struct TextBox {
  var text: String
  var left: Double
  var right: Double
  var baseline: Double

  func overlaps(_ other: TextBox) -> Bool {
    abs(baseline - other.baseline) < 9 && left < other.right && other.left < right
  }

  static func all(in node: HTMLNode, fontSize: Double, anchor: String = "start") -> [TextBox] {
    guard case .element(let tag, let attributes, let children) = node else {
      if case .fragment(let nodes) = node {
        return nodes.flatMap { all(in: $0, fontSize: fontSize, anchor: anchor) }
      }
      return []
    }
    let value = { (name: String) in attributes.first { $0.name == name }?.value }
    let classes = (value("class") ?? "").split(separator: " ").map(String.init)
    let inner = classes.first { ["start", "middle", "end"].contains($0) } ?? anchor
    if tag == .textLabel, let x = value("x").flatMap(Double.init),
      let y = value("y").flatMap(Double.init)
    {
      let width = TextMetrics.width(node.plainText, fontSize: fontSize)
      let left = inner == "start" ? x : inner == "end" ? x - width : x - width / 2
      return [TextBox(text: node.plainText, left: left, right: left + width, baseline: y)]
    }
    return children.flatMap { all(in: $0, fontSize: fontSize, anchor: inner) }
  }
}
