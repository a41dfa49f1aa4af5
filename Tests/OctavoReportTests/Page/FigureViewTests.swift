import OctavoReport
import OctavoResults
import Testing

@Suite struct FigureViewTests {
  private let tokens = ["The", " cat", "\n", "sat"]

  @Test func tokensAsRunningTextAndAsTable() throws {
    let surprise = TokenStrip.Row(
      "surprisal", unit: "nats", scale: .sequential, values: [nil, 2, 8, .nan])
    let advantage = TokenStrip.Row("advantage", scale: .diverging, values: [-1, 0, 1])
    let running = Figure(.tokens([.init(tokens: tokens, rows: [surprise])]))
    try expectSnapshot(FigureView(figure: running, label: nil).node, named: "tokens-running")
    let table = Figure(.tokens([.init(title: "T", tokens: tokens, rows: [surprise, advantage])]))
    try expectSnapshot(FigureView(figure: table, label: nil).node, named: "tokens-table")
  }

  @Test(arguments: [(28, 112), (8, 112), (100, 100), (500, 500), (1, 112)])
  func smallImagesGrowByAWholeFactor(side: Int, shown: Int) {
    let figure = Figure(.images([.init(png: [1], width: side, height: side)]), caption: "c")
    let image = Markup(HTMLWriter.fragment(FigureView(figure: figure, label: nil).node)).all("img")
    #expect(image.first?.attributes["width"] == String(shown))
    #expect((image.first?.attributes["class"] == "pixels") == (shown > side))
    #expect(image.first?.attributes["alt"] == "Image")
  }

  /// A caption that tells of the interval and the seeds is not told again what they are.
  @Test func captionsSayTheIntervalOnce() {
    let plot = Plot(
      .series([.init("s", x: [1], y: [2])]), horizontal: .init("x"), vertical: .init("y"))
    func text(_ caption: String) -> String {
      let figure = Figure(
        .plot(plot), caption: caption,
        note: "Mean over 3 seeds with its 95 % interval. A place is missing.")
      let view = FigureView(figure: figure, label: nil)
      return Markup(HTMLWriter.fragment(view.node)).all("figcaption").map(\.text).joined()
    }
    #expect(
      text("Loss.").contains("Mean over 3 seeds with its 95\u{A0}% interval. A place is missing."))
    let told = text("Loss, mean and 95 % interval over three seeds.")
    #expect(!told.contains("Mean over") && told.contains("A place is missing."))
  }

  @Test func captionsHaveCode() {
    let figure = Figure(.passages([Passage(text: "t")]))
    func caption(_ text: String) -> Markup {
      var figure = figure
      figure.caption = text
      return Markup(HTMLWriter.fragment(FigureView(figure: figure, label: nil).node))
    }
    #expect(caption("Of `a` and `b<c`.").all("code").map(\.text) == ["a", "b<c"])
    #expect(caption("5 ` long.").all("figcaption").map(\.text) == ["5 ` long. "])
  }

  @Test func manyPassagesFold() {
    let passages = (1...9).map { Passage(label: "\($0)", text: "t") }
    let view = FigureView(figure: Figure(.passages(passages)), label: nil)
    let markup = Markup(HTMLWriter.fragment(view.node))
    #expect(markup.all("summary").map(\.text) == ["3 more"])
    #expect(markup.all("blockquote").count == 9)
  }

  @Test func plotsCarryTheirNumbersFolded() {
    let x = (0..<500).map(Double.init)
    let plot = Plot(.series([.init("s", x: x, y: x)]), horizontal: .init("x"), vertical: .init("y"))
    let label = Numbering.Label(kind: .figure, number: 7)
    let view = FigureView(figure: Figure(.plot(plot), alternative: "A ramp."), label: label)
    let markup = Markup(HTMLWriter.fragment(view.node))
    #expect(markup.all("figure").first?.attributes["id"] == "figure:7")
    #expect(markup.all("svg").compactMap { $0.attributes["class"] } == ["wide", "narrow"])
    #expect(markup.all("title").first?.text == "A ramp.")
    #expect(markup.all("tr").count == 101)
    #expect(markup.all(ofClass: "aside").map(\.text) == ["100 of 500 rows, at even distances."])
  }

  /// Rows and columns of images are heads that a screen reader reads, and every image says what it
  /// is; names and images that are missing leave a gap.
  @Test func gridsOfImagesNameTheirRowsAndColumns() {
    let tile = ImageTile(png: [1], width: 32, height: 32)
    let grid = ImageGrid(
      rows: ["plain"], columns: ["a red circle", ""],
      tiles: [[tile, tile], [ImageTile(label: "x", png: [1], width: 100, height: 3)]])
    let view = FigureView(figure: Figure(.imageGrid(grid), alternative: "Samples"), label: nil)
    let html = HTMLWriter.fragment(view.node)
    #expect(html.contains("<th scope=\"col\">a red circle</th>"))
    #expect(html.contains("<th scope=\"row\">plain</th>"))
    #expect(html.contains("alt=\"Samples, plain, a red circle\" width=\"64\" height=\"64\""))
    #expect(html.contains("alt=\"Samples, plain\""))
    #expect(html.contains("alt=\"Samples, a red circle, x\" width=\"100\""))
    #expect(Markup(html).all("img").count == 3)
    #expect(Markup(html).all("tr").count == 3)
  }
}
