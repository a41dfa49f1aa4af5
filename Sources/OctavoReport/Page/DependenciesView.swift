import OctavoNotebook
import OctavoResults

/// How the steps depend on one another, folded; nothing of a run that does not say so.
package struct DependenciesView {
  package var context: PageContext

  package init(context: PageContext) { self.context = context }

  package var node: HTMLNode {
    guard let graph, graph.nodes.count <= NotebookGraph.mostNodes, !graph.edges.isEmpty else {
      return .empty
    }
    return HTMLTag.details(.class("data")) {
      HTMLTag.summary { phrases.dependencies }
      HTMLTag.div(
        .class("scroll"), .role("region"), .tabindex(0), .ariaLabel(phrases.graphOfSteps)
      ) {
        GraphDrawing(graph).node
      }
    }
  }

  private var graph: NotebookGraph? {
    let run = context.document.run
    guard !run.uses.isEmpty else { return nil }
    let points = Dictionary(
      run.steps.map { ($0.name, $0.points.map(\.point)) }, uniquingKeysWith: { first, _ in first })
    return NotebookGraph(blocks: context.document.blocks, uses: run.uses, points: points)
  }
}
