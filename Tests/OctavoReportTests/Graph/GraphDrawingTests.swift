import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct GraphDrawingTests {
  private struct Box {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    init?(_ element: Markup.Element) {
      func number(_ name: String) -> Double? { element.attributes[name].flatMap(Double.init) }
      guard let x = number("x"), let y = number("y"), let width = number("width"),
        let height = number("height")
      else { return nil }
      (left, top, right, bottom) = (x, y, x + width, y + height)
    }

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// A graph in which every node uses some of those before it, by a fixed rule.
  private func graph(_ count: Int, _ step: Int) -> NotebookGraph {
    let nodes = (0..<count).map { index in
      NotebookGraph.Node(
        name: "node-\(index)" + String(repeating: "-long", count: index % 4),
        kind: index % 5 == 1 ? .config : .step, operation: index % 5 == 1 ? nil : "operation.run",
        points: index % 3 == 0 ? "× 4 settings × 5 seeds" : nil)
    }
    var edges: [NotebookGraph.Edge] = []
    for to in 0..<count {
      let used: [Int] = [to - 1 - (to * step) % 7, to - 3 - (to * step) % 11, to - step]
      for from in Set(used).sorted() where from >= 0 { edges.append(.init(from: from, to: to)) }
    }
    return NotebookGraph(nodes: nodes, edges: edges)
  }

  @Test(arguments: [(0, 1), (1, 1), (3, 1), (12, 2), (40, 3), (120, 5)])
  func nodesStandApartAndWithinThePicture(count: Int, step: Int) throws {
    let file = GraphDrawing(graph(count, step)).file
    let markup = Markup(file)
    #expect(markup.problem == nil)
    let boxes = markup.all("rect").compactMap(Box.init)
    #expect(boxes.count == count)
    let svg = try #require(markup.all("svg").first)
    let size = try #require(
      svg.attributes["viewBox"]?.split(separator: " ").compactMap { Double($0) })
    for (index, box) in boxes.enumerated() {
      #expect(box.left >= 0 && box.top >= 0 && box.right <= size[2] && box.bottom <= size[3])
      #expect(!boxes[(index + 1)...].contains { $0.overlaps(box) })
    }
  }

  @Test func whatIsUsedStandsAbove() {
    let graph = graph(60, 3)
    let boxes = Markup(GraphDrawing(graph).file).all("rect").compactMap(Box.init)
    for edge in graph.edges { #expect(boxes[edge.from].bottom < boxes[edge.to].top) }
  }

  @Test func thePictureIsTheSameEveryTime() {
    #expect(GraphDrawing(graph(80, 4)).file == GraphDrawing(graph(80, 4)).file)
  }

  @Test func aLargeGraphIsDrawnInTime() {
    let clock = ContinuousClock()
    let duration = clock.measure { _ = GraphDrawing(graph(NotebookGraph.mostNodes, 6)).file }
    #expect(duration < .seconds(60))
  }

  @Test func aFileHasItsOwnColorsForLightAndDark() {
    let file = GraphDrawing(NotebookGraphTests.graph()).file
    #expect(file.contains("prefers-color-scheme:dark"))
    #expect(file.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(file.contains("--ink:#"))
  }

  private func page(uses: [String: [String]]) -> String {
    let notebook = Notebook.read(Source(path: "n.md", text: NotebookGraphTests.text))
    let run = Run(
      notebook: "n", title: "N", seed: 1, params: [:],
      steps: [
        StepRecord(
          name: "learn", operation: "gpt.train", status: .done,
          points: NotebookGraphTests.points(2, seeds: 2).map {
            PointRecord(point: $0, status: .done)
          })
      ], uses: uses)
    return Report.html(ReportDocument(run: run, notebook: notebook))
  }

  @Test func aReportFoldsThePictureNearItsEnd() throws {
    let page = page(uses: NotebookGraphTests.uses)
    let picture = try #require(page.range(of: "How the steps depend on one another</summary>"))
    let footer = try #require(page.range(of: "<footer>"))
    #expect(picture.upperBound < footer.lowerBound)
    #expect(page.contains("× 2 settings × 2 seeds"))
    #expect(Markup(page).problem == nil)
  }

  @Test func aRunThatDoesNotSayWhatStepsUseHasNoPicture() {
    #expect(!page(uses: [:]).contains("How the steps depend"))
  }
}
