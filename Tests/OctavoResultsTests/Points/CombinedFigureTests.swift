import OctavoResults
import Testing

@Suite struct CombinedFigureTests {
  private func plot(_ content: Plot.Content, _ label: String = "loss") -> Plot {
    Plot(content, horizontal: .init("iteration"), vertical: .init(label))
  }

  private func parts(
    _ points: PointSet, _ content: (Point) -> Figure.Content
  ) -> [(point: Point, figure: Figure)] {
    points.points.map { ($0, Figure(content($0), caption: "A caption.", alternative: "Words.")) }
  }

  private func number(_ axis: String, _ point: Point) -> Double { point[axis]?.double ?? 0 }

  private func panels(_ figure: Figure) -> [Plot.Panel] {
    if case .plot(let plot) = figure.content { plot.panels } else { [] }
  }

  private func series(_ panel: Plot.Panel) -> [Plot.Series] {
    if case .series(let series) = panel.content { series } else { [] }
  }

  private static let rates = PointSet(crossing: [("rate", [0.1, 0.2]), ("seed", [1, 2, 3])])

  @Test func aStepWithoutAxesKeepsItsFigure() {
    let figure = Figure(.plot(plot(.series([.init("a", x: [1], y: [2])]))), caption: "c")
    #expect(Figure.combining([(Point(), figure)], of: .single) == [figure])
  }

  @Test func linesBecomeMeansWithTheIntervalOfStudentsT() throws {
    let figures = Figure.combining(
      parts(Self.rates) { point in
        let offset = self.number("seed", point)
        return .plot(
          self.plot(
            .series([
              .init("loss", x: [0, 1], y: [10 * self.number("rate", point) + offset, 2 * offset])
            ])))
      }, of: Self.rates)
    let figure = try #require(figures.first)
    #expect(figures.count == 1)
    #expect(figure.caption == "A caption.")
    #expect(figure.alternative == "Words.")
    #expect(figure.note == "Mean over 3 seeds with its 95 % interval.")
    let lines = try series(#require(panels(figure).first))
    #expect(lines.map(\.name) == ["rate 0.1", "rate 0.2"])
    #expect(lines.map(\.key) == [.init("rate", 0.1), .init("rate", 0.2)])
    #expect(lines[0].y == [3, 4])
    #expect(lines[1].y == [4, 4])
    // 4.30265… is the 97.5 % quantile of Student's t with two degrees of freedom.
    let half = 4.302652729749462 / 3.0.squareRoot()
    #expect(abs((lines[0].upper?[0] ?? 0) - (3 + half)) < 1e-12)
    #expect(abs((lines[1].lower?[1] ?? 0) - (4 - 2 * half)) < 1e-12)
  }

  @Test func seedsAloneKeepTheFormOfThePlot() throws {
    let seeds = PointSet(crossing: [("seed", [1, 2])])
    let figure = try #require(
      Figure.combining(
        parts(seeds) { point in
          let seed = self.number("seed", point)
          return .plot(
            self.plot(
              .series([
                .init("training", x: [1], y: [seed]), .init("validation", x: [1], y: [seed]),
              ]
              )))
        }, of: seeds
      ).first)
    let lines = try series(#require(panels(figure).first))
    #expect(panels(figure).count == 1)
    #expect(lines.map(\.name) == ["training", "validation"])
    #expect(lines.map(\.y) == [[1.5], [1.5]])
    #expect(lines.allSatisfy { $0.key == nil })
  }

  @Test func severalSeriesAndASecondAxisAreInPanels() throws {
    let points = PointSet(crossing: [("rate", [0.1, 0.2, 0.3]), ("width", [32, 64])])
    let figure = try #require(
      Figure.combining(
        parts(points) { _ in
          .plot(
            self.plot(.series([.init("training", x: [1], y: [1]), .init("test", x: [1], y: [1])])))
        }, of: points
      ).first)
    #expect(
      panels(figure).map(\.title) == [
        "training, width 32", "training, width 64", "test, width 32", "test, width 64",
      ])
    #expect(panels(figure).allSatisfy { self.series($0).count == 3 })
    #expect(figure.note == nil)
  }

  @Test func nothingIsInterpolated() throws {
    let seeds = PointSet(crossing: [("seed", [1, 2])])
    let places: [[Double]] = [[0, 1, 2, 4], [0, 2, 3, 4]]
    let figure = try #require(
      Figure.combining(
        parts(seeds) { point in
          let x = places[Int(self.number("seed", point)) - 1]
          return .plot(self.plot(.series([.init("loss", x: x, y: x)])))
        }, of: seeds
      ).first)
    let line = try series(#require(panels(figure).first))[0]
    #expect(line.x == [0, 2, 4])
    #expect(line.y == [0, 2, 4])
    #expect(figure.note?.hasSuffix("Places that not every seed has are left out.") == true)
  }

  @Test func runsWithoutACommonPlaceAreDrawnOneByOne() throws {
    let seeds = PointSet(crossing: [("seed", [1, 2])])
    let figure = try #require(
      Figure.combining(
        parts(seeds) { point in
          let x = [self.number("seed", point), self.number("seed", point) + 10]
          return .plot(self.plot(.series([.init("loss", x: x, y: x)])))
        }, of: seeds
      ).first)
    let line = try series(#require(panels(figure).first))[0]
    #expect(line.x == [1, 11, 11, 2, 12])
    #expect(line.y[2].isNaN)
    #expect(line.lower == nil)
    #expect(figure.note == "The lines or points of 2 seeds are drawn one by one.")
  }

  @Test func aCloudOfPointsIsPooled() throws {
    let seeds = PointSet(crossing: [("seed", [1, 2])])
    let figure = try #require(
      Figure.combining(
        parts(seeds) { point in
          let y = self.number("seed", point)
          return .plot(
            self.plot(.series([.init("s", mark: .points, x: [1, 1, 2], y: [y, y, y])])))
        }, of: seeds
      ).first)
    let cloud = try series(#require(panels(figure).first))[0]
    #expect(cloud.x == [1, 1, 2, 1, 1, 2])
    #expect(cloud.y == [1, 1, 1, 2, 2, 2])
  }

  @Test func barsAreGroupedBySettingAndMatchedByCategory() throws {
    let figure = try #require(
      Figure.combining(
        parts(Self.rates) { point in
          let seed = self.number("seed", point)
          let names = seed == 3 ? ["b"] : ["a", "b"]
          return .plot(
            self.plot(
              .bars(.init(categories: names, groups: [.init("", values: names.map { _ in seed })])))
          )
        }, of: Self.rates
      ).first)
    guard case .bars(let bars)? = panels(figure).first?.content else {
      Issue.record("no bars")
      return
    }
    #expect(bars.categories == ["a", "b"])
    #expect(bars.groups.map(\.name) == ["rate 0.1", "rate 0.2"])
    #expect(bars.groups.map(\.values) == [[1.5, 2], [1.5, 2]])
    #expect(bars.groups.allSatisfy { $0.lower != nil && $0.upper != nil })
  }

  @Test func countsAreSummedAndKeptByOtherIntervals() throws {
    let figure = try #require(
      Figure.combining(
        parts(Self.rates) { point in
          let edges = self.number("seed", point) == 1 ? [0.0, 1, 2] : [1.0, 2, 3]
          return .plot(
            self.plot(
              .histogram(.init(edges: edges, groups: [.init("", counts: [4, 6], notCounted: 1)]))))
        }, of: Self.rates
      ).first)
    guard case .histogram(let histogram)? = panels(figure).first?.content else {
      Issue.record("no histogram")
      return
    }
    #expect(histogram.edges == [0, 1.5, 3])
    #expect(histogram.groups.map(\.notCounted) == [3, 3])
    for group in histogram.groups {
      // Below 1.5: 4 + 3 of the first seed, 2 of each other.
      #expect(abs(group.counts[0] - 11) < 1e-12)
      #expect(abs(group.counts.reduce(0, +) - 30) < 1e-12)
    }
  }

  @Test func matricesAreMeansInAPanelForEachSetting() throws {
    let figure = try #require(
      Figure.combining(
        parts(Self.rates) { point in
          .plot(
            self.plot(
              .heatmap(
                .init(
                  rows: ["r"], columns: ["c", "d"], values: [[self.number("seed", point), nil]],
                  quantity: "q"))))
        }, of: Self.rates
      ).first)
    #expect(panels(figure).map(\.title) == ["rate 0.1", "rate 0.2"])
    guard case .heatmap(let heatmap)? = panels(figure).last?.content else {
      Issue.record("no heatmap")
      return
    }
    #expect(heatmap.values == [[2, nil]])
    #expect(figure.note == "Mean over 3 seeds.")
  }

  @Test func textsAreThoseOfTheFirstSeedUnderTheirSetting() throws {
    let figure = try #require(
      Figure.combining(
        parts(Self.rates) { point in
          .passages([.init(label: "one", text: point.description), .init(text: "two")])
        }, of: Self.rates
      ).first)
    guard case .passages(let passages) = figure.content else {
      Issue.record("no texts")
      return
    }
    #expect(
      passages.map(\.label) == ["rate 0.1: one", "rate 0.1", "rate 0.2: one", "rate 0.2"])
    #expect(passages.map(\.text) == ["rate=0.1,seed=1", "two", "rate=0.2,seed=1", "two"])
    #expect(figure.note == "Of seed 1.")
  }

  @Test func tooManyTextsAreLeftOutWithAWord() throws {
    let points = PointSet(crossing: [("rate", (1...40).map { .integer($0) })])
    let figure = try #require(
      Figure.combining(
        parts(points) { _ in .passages((1...5).map { .init(text: "\($0)") }) }, of: points
      ).first)
    guard case .passages(let passages) = figure.content else {
      Issue.record("no texts")
      return
    }
    #expect(passages.count == 24)
    #expect(
      figure.note
        == "The first 12 of 40 settings are shown. At most 2 of each setting's 5 are shown.")
  }

  @Test func pointsThatAreMissingAreNamed() throws {
    let some = parts(Self.rates) { _ in .plot(self.plot(.series([.init("loss", x: [1], y: [1])]))) }
    let one = Figure.combining(Array(some.dropLast()), of: Self.rates)
    #expect(
      one.first?.note
        == "Mean over 2 to 3 seeds with its 95 % interval. The point rate 0.2, seed 3 is missing.")
    let two = Figure.combining(Array(some.dropLast(2)), of: Self.rates)
    #expect(
      two.first?.note?.hasSuffix("2 of 6 points are missing, such as rate 0.2, seed 2.") == true)
  }

  @Test func figuresOfOtherKindsStayApart() {
    let figures = Figure.combining(
      parts(Self.rates) { point in
        let line = Plot.Content.series([.init("s", x: [1], y: [1])])
        return .plot(self.plot(line, self.number("rate", point) == 0.1 ? "loss" : "reward"))
      }, of: Self.rates)
    #expect(figures.count == 2)
  }

  @Test func differentCaptionsSayWhatTheyAreOf() throws {
    let figures = Self.rates.points.map { point in
      (point, Figure(.passages([.init(text: "t")]), caption: "Rate \(point)."))
    }
    #expect(
      Figure.combining(figures, of: Self.rates).first?.caption
        == "rate 0.1, seed 1: Rate rate=0.1,seed=1.")
  }

  @Test func manySettingsStaySmall() throws {
    let points = PointSet(crossing: [
      ("rate", (1...50).map { .number(Double($0) / 1000) }),
      ("width", (1...20).map { .integer($0) }),
      ("seed", [1, 2]),
    ])
    let x = (0..<500).map(Double.init)
    let figure = try #require(
      Figure.combining(
        parts(points) { _ in .plot(self.plot(.series([.init("loss", x: x, y: x)]))) }, of: points
      ).first)
    #expect(panels(figure).count == 12)
    let lines = panels(figure).flatMap(series)
    #expect(lines.count == 144)
    #expect(lines.reduce(0) { $0 + $1.x.count } <= 144 * 40)
    #expect(lines.allSatisfy { $0.x.first == 0 && $0.x.last == 499 })
    // The least and the greatest rate stay.
    #expect(lines[0].name == "rate 0.001")
    #expect(lines[11].name == "rate 0.05")
    let note = try #require(figure.note)
    #expect(note.contains("12 of 50 values of rate are drawn"))
    #expect(note.contains("12 of 20 values of width are drawn"))
  }

  @Test func pointsThatFillNoGridAreColorsOfTheirOwn() throws {
    let points = PointSet(
      axes: ["width", "rate"],
      points: [(32, 0.1), (64, 0.2), (128, 0.3)].map {
        Point([.init("width", .integer($0)), .init("rate", .number($1))])
      })
    let figure = try #require(
      Figure.combining(
        parts(points) { _ in .plot(self.plot(.series([.init("loss", x: [1], y: [1])]))) },
        of: points
      ).first)
    #expect(
      panels(figure).map { self.series($0).map(\.name) } == [
        ["width 32, rate 0.1", "width 64, rate 0.2", "width 128, rate 0.3"]
      ])
  }

  @Test(arguments: [
    (0.001, "rate 0.001"), (1e-05, "rate 1×10⁻⁵"), (0.00015208749999999998, "rate 0.000152087"),
    (64, "rate 64.0"),
  ])
  func namesHaveFewDigits(rate: Double, name: String) throws {
    let points = PointSet(crossing: [("rate", [.number(rate), 0.5])])
    let figure = try #require(
      Figure.combining(
        parts(points) { _ in .plot(self.plot(.series([.init("loss", x: [1], y: [1])]))) },
        of: points
      ).first)
    #expect(series(panels(figure)[0])[0].name == name)
  }

  @Test func aLineAcrossThatMovesSaysWhose() throws {
    let points = PointSet(crossing: [("rate", [0.1, 0.2])])
    let figure = try #require(
      Figure.combining(
        parts(points) { point in
          var plot = self.plot(.series([.init("loss", x: [1], y: [1])]))
          plot.panels[0].rules = [
            .init("fixed", y: 1), .init("goal", y: self.number("rate", point)),
          ]
          return .plot(plot)
        }, of: points
      ).first)
    #expect(
      panels(figure).first?.rules == [
        .init("fixed", y: 1), .init("goal, rate 0.1", y: 0.1), .init("goal, rate 0.2", y: 0.2),
      ])
  }
}
