import Foundation
import OctavoResults
import Testing

@Suite struct SavedRunTests {
  private static let plots: [Plot] = {
    let axis = Plot.Axis("x", unit: "s", scale: .logarithmic, lower: 0.1)
    let contents: [Plot.Content] = [
      .series([.init("a", x: [1, 2], y: [0.1 + 0.2, -.infinity], lower: [0, 1], upper: [1, 2])]),
      .series([.init("k", x: [1], y: [2], key: .init("rate", 1.0), runs: [[1], [3]])]),
      .bars(.init(categories: ["b"], groups: [.init("c", values: [1e300], key: .init("s", "#"))])),
      .bars(.init(categories: ["b"], groups: [.init("c", values: [1])], mark: .points)),
      .histogram(
        .init(
          edges: [0, 1], groups: [.init("d", counts: [3], notCounted: 1, key: .init("n", 1))])),
      .heatmap(.init(rows: ["e"], columns: ["f"], values: [[nil]], quantity: "g")),
    ]
    return contents.map {
      Plot($0, horizontal: axis, vertical: Plot.Axis("y"), rules: [.init("goal", y: -0.0)])
    }
  }()

  private static let figures: [Figure] =
    plots.map { Figure(.plot($0), caption: "A plot.", alternative: "Points.", note: "Noted.") } + [
      Figure(.passages([.init(label: "one", prompt: "p", text: "\u{1}\u{2028}\"")])),
      Figure(.images([.init(label: "i", png: [1, 2, 255], width: 1, height: 2)])),
      Figure(
        .imageGrid(
          .init(rows: ["r"], columns: ["c"], tiles: [[.init(png: [9], width: 1, height: 1)]]))),
      Figure(
        .tokens([
          .init(
            title: "t", tokens: ["a", " b"],
            rows: [.init("kl", scale: .diverging, values: [nil, 0.25], measure: "distance")])
        ])),
    ]

  static let saved = SavedRun(
    run: Run(
      notebook: "n", title: "A “title”", seed: .max,
      params: ["whole": 2, "number": 2.0, "text": "nan", "flag": true],
      steps: [
        StepRecord(
          name: "b", operation: "x", status: .done,
          values: ["zero": .number(-0.0), "large": .number(1e20), "endless": .number(.infinity)],
          tables: [
            "t": Table([
              .init(
                "c", unit: "nats", [1, 1.0, nil, "#1", "'", false],
                presentation: .init(format: ".3f", percent: true, best: .lowest, bar: true))
            ])
          ],
          shownItems: figures.map(StepRecord.ShownItem.figure) + [
            .table("t", caption: "All."), .table("t", caption: nil),
            .values(["zero", "large"], caption: "Both."),
            .verdicts([.init(claim: "1 < 2", holds: true, detail: "1 < 2", margin: 0.125)]),
          ], warnings: [StepWarning(.grave, "careful"), StepWarning(.minor, "small")]),
        StepRecord(name: "a", operation: "y", status: .failed(error: "no\nway")),
        StepRecord(name: "c", operation: "z", status: .skipped(because: "`a` failed")),
      ]),
    notebook: .init(text: "# N\r\n\u{FEFF}é", path: "a/n.md", reportFolder: "outputs/n"),
    images: ["a%20b.png": [0, 255]], showsTimings: false)

  @Test func isReadAgainAsItWas() throws {
    let data = try Self.saved.encoded()
    let again = try SavedRun(decoding: data)
    #expect(again.run == Self.saved.run)
    #expect(again.notebook == Self.saved.notebook)
    #expect(again.images == Self.saved.images)
    #expect(again.showsTimings == Self.saved.showsTimings)
    #expect(try again.encoded() == data)
  }

  @Test func readsTheFormatBefore() throws {
    let text = String(decoding: try Self.saved.encoded(), as: UTF8.self)
      .replacing(#""format":2"#, with: #""format":1"#)
      .replacing(#""shown":"#, with: #""exhibits":"#)
    #expect(text.contains(#""exhibits":"#))
    #expect(try SavedRun(decoding: Data(text.utf8)).run == Self.saved.run)
  }

  /// NaN is not equal to itself.
  @Test func keepsWhatIsNoNumber() throws {
    var saved = Self.saved
    saved.run.steps[0].values = ["none": .number(.nan)]
    let plot = Plot(
      .series([.init("a", x: [1], y: [.nan], notNumbers: [0])]), horizontal: .init("x"),
      vertical: .init("y"))
    saved.run.steps[0].shownItems = [.figure(Figure(.plot(plot)))]
    let again = try SavedRun(decoding: saved.encoded())
    guard case .number(let number)? = again.run.steps[0].values["none"],
      case .figure(let figure)? = again.run.steps[0].shownItems.first,
      case .plot(let read) = figure.content, case .series(let series) = read.panels[0].content
    else {
      Issue.record("\(again.run.steps[0])")
      return
    }
    #expect(number.isNaN && series[0].y[0].isNaN && series[0].notNumbers == [0])
  }

  @Test func aLaterFormatIsToldFromADamagedFile() throws {
    #expect(throws: SavedRun.NewerFormat.self) {
      try SavedRun(decoding: Data(#"{"format": 1000, "pages": []}"#.utf8))
    }
    #expect(throws: DecodingError.self) { try SavedRun(decoding: Data(#"{"format": 1}"#.utf8)) }
    #expect(throws: DecodingError.self) { try SavedRun(decoding: Data("{".utf8)) }
  }

  @Test(arguments: [
    (#"{"table":"t"}"#, #"{"table":"t","values":[]}"#), (#"{"table":"t"}"#, #"{"sound":"t"}"#),
    (#"{"name":"c","presentation""#, #"{"name":"d","values":[]},{"name":"c","presentation""#),
    (#""'nan""#, #""nan""#),
  ])
  func contradictionsAreErrors(old: String, new: String) throws {
    let text = String(decoding: try Self.saved.encoded(), as: UTF8.self)
    #expect(text.contains(old))
    #expect(throws: DecodingError.self) {
      try SavedRun(decoding: Data(text.replacing(old, with: new).utf8))
    }
  }
}
