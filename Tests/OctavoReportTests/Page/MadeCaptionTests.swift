import OctavoReport
import OctavoResults
import Testing

@Suite struct MadeCaptionTests {
  private func caption(_ content: Figure.Content, caption: String? = nil) -> String {
    let label = Numbering.Label(kind: .figure, number: 1)
    let view = FigureView(figure: Figure(content, caption: caption), label: label)
    let text = Markup(HTMLWriter.fragment(view.node)).all("figcaption").first?.text ?? ""
    return text.replacing("\u{A0}", with: " ").trimmingPrefix("Figure 1 ").description
  }

  private func plot(_ content: Plot.Content, panels: Int = 1) -> Figure.Content {
    .plot(
      Plot(
        panels: (0..<panels).map { .init(title: "p\($0)", content) },
        horizontal: .init("iteration"), vertical: .init("kl", unit: "nats")))
  }

  @Test func saysWhatIsPlottedOverWhat() {
    #expect(caption(plot(.series([.init("s", x: [1], y: [1])]))) == "KL by iteration. ")
    #expect(
      caption(plot(.bars(.init(categories: ["a"], groups: [.init("", values: [1])])), panels: 3))
        == "KL by iteration, in 3 panels. ")
    #expect(
      caption(plot(.histogram(.init(edges: [0, 1], groups: [.init("g", counts: [1])]))))
        == "Distribution of iteration. ")
    #expect(
      caption(
        plot(.heatmap(.init(rows: ["r"], columns: ["c"], values: [[1]], quantity: "win-rate"))))
        == "Win rate by KL and iteration. ")
  }

  @Test func saysWhatTokensAndImagesAre() {
    let rows = ["KL", "value", "return"].map { TokenStrip.Row($0, scale: .plain, values: [1]) }
    #expect(
      caption(.tokens([TokenStrip(tokens: ["a"], rows: rows)]))
        .hasPrefix("KL, value and return of each token. "))
    let tile = ImageTile(png: [1], width: 9, height: 9)
    #expect(caption(.images([tile])) == "One image. ")
    #expect(caption(.images([tile, tile])) == "2 images. ")
  }

  @Test func saysWhatATableHolds() {
    func text(_ columns: [Table.Column]) -> String? { MadeCaption(Table(columns)).text }
    let rates = Table.Column("rate", numbers: [0.1, 0.2])
    let losses = ["validation-loss", "kl"].map { Table.Column($0, numbers: [1, 1]) }
    #expect(text([rates] + losses) == "Validation loss and KL by rate.")
    #expect(text(losses) == "Validation loss and KL.")
    let many = (0..<6).map { Table.Column("m\($0)", numbers: [1, 1]) }
    #expect(text([rates] + many) == "M0, m1, m2, m3 and 2 more by rate.")
    #expect(text([]) == nil)
  }

  @Test func theAuthorsCaptionComesFirst() {
    #expect(caption(plot(.series([])), caption: "Mine.") == "Mine. ")
  }
}
