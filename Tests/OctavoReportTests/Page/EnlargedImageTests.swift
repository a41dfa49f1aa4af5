import OctavoReport
import OctavoResults
import Testing

@Suite struct EnlargedImageTests {
  private func markup(_ content: Figure.Content, number: Int = 3) -> Markup {
    let label = Numbering.Label(kind: .figure, number: number)
    let view = FigureView(figure: Figure(content), label: label)
    return Markup(HTMLWriter.fragment(view.node))
  }

  private let tile = ImageTile(png: [1, 2], width: 28, height: 28)

  /// The link of an image leads to its own frame, within which the way back is the first link.
  @Test func eachImageLeadsToItselfAndBack() {
    let grid = ImageGrid(
      rows: ["a", "b"], columns: ["c", "d"], tiles: [[tile, tile], [tile, tile]])
    for content in [Figure.Content.images([tile, tile, tile]), .imageGrid(grid)] {
      let markup = markup(content)
      let frames = markup.all(ofClass: "frame").compactMap { $0.attributes["id"] }
      #expect(Set(frames).count == markup.all("img").count)
      #expect(frames.allSatisfy { $0.hasPrefix("figure:3:") })
      #expect(
        markup.all(ofClass: "enlarge").map { $0.attributes["href"] } == frames.map { "#\($0)" })
      #expect(
        markup.all(ofClass: "back-to").allSatisfy {
          $0.attributes["href"] == "#figure:3" && $0.text == "Back to the report"
        })
    }
  }

  /// What a record says of an image's size is not to be trusted.
  @Test(arguments: [(Int.max, Int.max), (Int.min, Int.min), (0, -1), (Int.min, Int.max)])
  func impossibleSizesGiveAnImage(width: Int, height: Int) {
    let hostile = ImageTile(png: [1], width: width, height: height)
    for content in [
      Figure.Content.images([hostile]),
      .imageGrid(ImageGrid(rows: [], columns: [], tiles: [[hostile]])),
    ] {
      let image = markup(content).all("img").first
      #expect(image?.attributes["width"].flatMap { Int($0) }.map { 1...8192 ~= $0 } == true)
    }
  }

  @Test(arguments: [(1, 1), (5, 5), (6, 3), (7, 4), (9, 5), (11, 4), (16, 4)])
  func rowsHaveAboutEquallyMany(count: Int, across: Int) {
    let markup = markup(.images([ImageTile](repeating: tile, count: count)))
    #expect(markup.all(ofClass: "images").first?.attributes["class"] == "images across-\(across)")
  }
}
