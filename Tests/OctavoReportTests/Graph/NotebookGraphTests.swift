import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct NotebookGraphTests {
  static let text = """
    ```config base
    layers: 2
    ```

    ```config small
    extends: base
    width: ${base.layers * 8}
    ```

    ```step corpus
    run: stories.compose
    ```

    ```step learn
    run: gpt.train
    data: corpus
    model: small
    ```

    ```step look
    run: gpt.sample
    model: learn
    ```

    """

  static let uses = ["corpus": [], "learn": ["small", "corpus"], "look": ["learn", "gone"]]

  static func points(_ settings: Int, seeds: Int) -> [OctavoResults.Point] {
    (0..<settings).flatMap { setting in
      (0..<max(seeds, 1)).map { seed in
        OctavoResults.Point(
          (settings > 1 ? [.init("rate", .integer(setting))] : [])
            + (seeds > 0 ? [.init("seed", .integer(seed))] : []))
      }
    }
  }

  static func graph(_ points: [String: [OctavoResults.Point]] = [:]) -> NotebookGraph {
    let notebook = Notebook.read(Source(path: "n.md", text: text))
    return NotebookGraph(blocks: notebook.blocks, uses: uses, points: points)
  }

  @Test func configsUseWhatTheyExtendAndMention() {
    let graph = Self.graph()
    #expect(graph.nodes.map(\.name) == ["base", "small", "corpus", "learn", "look"])
    #expect(
      graph.nodes.map(\.operation) == [nil, nil, "stories.compose", "gpt.train", "gpt.sample"])
    #expect(
      graph.edges == [
        .init(from: 0, to: 1), .init(from: 1, to: 3), .init(from: 2, to: 3), .init(from: 3, to: 4),
      ])
    #expect(graph.description.contains("learn uses small, corpus."))
  }

  @Test(
    arguments: [
      (4, 5, "× 4 settings × 5 seeds"), (1, 3, "× 3 seeds"), (2, 0, "× 2 settings"),
      (3, 1, "× 3 settings × 1 seed"), (1, 0, nil), (1, 1, nil),
    ] as [(Int, Int, String?)])
  func pointsAreCounted(settings: Int, seeds: Int, text: String?) {
    let graph = Self.graph(["learn": Self.points(settings, seeds: seeds)])
    #expect(graph.nodes[3].points == text)
  }

  @Test func pointsThatAreNotAllCombinationsAreCountedTogether() {
    let points = Self.points(2, seeds: 2).dropLast()
    #expect(Self.graph(["learn": Array(points)]).nodes[3].points == "× 3 points")
  }

  @Test func mermaidHasEveryNodeAndEdge() {
    #expect(
      Self.graph(["learn": Self.points(1, seeds: 3)]).mermaid == """
        flowchart TD
          n0(["base"])
          n1(["small"])
          n2["corpus<br/>stories.compose"]
          n3["learn<br/>gpt.train<br/>× 3 seeds"]
          n4["look<br/>gpt.sample"]
          n0 --> n1
          n1 --> n3
          n2 --> n3
          n3 --> n4

        """)
  }

  @Test func labelsAreEscaped() {
    let nasty = "\"]; <script>&#`\n\\"
    let graph = NotebookGraph(
      nodes: [.init(name: nasty, kind: .step, operation: nasty)], edges: [])
    #expect(!graph.mermaid.contains("<script"))
    #expect(graph.mermaid.split(separator: "\n").count == 2)
    let file = GraphDrawing(graph).file
    #expect(!file.contains("<script"))
    #expect(Markup(file).problem == nil)
  }
}
