/// A notebook's graph as SVG: what is used stands above what uses it.
public struct GraphDrawing {
  private let graph: NotebookGraph
  private let layout: GraphLayout
  private let lines: [[(text: String, className: String, size: Double)]]

  private static let nameSize = 13.0
  private static let smallSize = 11.0
  private static let padding = 12.0
  private static let widestText = 220.0
  private static let margin = 6.0

  public init(_ graph: NotebookGraph) {
    self.graph = graph
    lines = graph.nodes.map { node in
      var lines = [(node.name, "name", Self.nameSize)]
      if let operation = node.operation { lines.append((operation, "run", Self.smallSize)) }
      if let points = node.points { lines.append((points, "points", Self.smallSize)) }
      return lines.map { text, name, size in
        (TextMetrics.truncate(text, to: Self.widestText, fontSize: size), name, size)
      }
    }
    let sizes = lines.map { lines -> (width: Double, height: Double) in
      // Names are set in bold.
      let widest = lines.map {
        TextMetrics.width($0.text, fontSize: $0.size * ($0.className == "name" ? 1.08 : 1))
      }
      return (
        (widest.max() ?? 0) + 2 * Self.padding,
        lines.reduce(0) { $0 + Self.lineHeight($1.size) } + Self.padding
      )
    }
    layout = GraphLayout(graph, sizes: sizes)
  }

  private static func lineHeight(_ size: Double) -> Double { (size * 1.4).rounded() }

  private var width: Double { layout.width + 2 * Self.margin }
  private var height: Double { layout.height + 2 * Self.margin }

  /// For a page that has the rules for it.
  package var node: HTMLNode { svg() }

  /// A file of its own.
  public var file: String {
    HTMLWriter.fragment(
      svg(
        [HTMLAttribute("xmlns", "http://www.w3.org/2000/svg")],
        [HTMLTag.style { StyleSheet.graphFileRules }])) + "\n"
  }

  private func svg(_ attributes: [HTMLAttribute] = [], _ nodes: [HTMLNode] = []) -> HTMLNode {
    .element(
      .svg,
      attributes + [
        .class("graph"), .viewBox(width: width, height: height), .width(width), .height(height),
        .role("img"), .ariaLabeledBy("graph-t graph-d"),
      ],
      [
        HTMLTag.title(.id("graph-t")) { phrases.dependencies },
        HTMLTag.desc(.id("graph-d")) { graph.description },
      ] + nodes + layout.lines.map(edge) + graph.nodes.indices.map(box))
  }

  private func edge(_ line: GraphLayout.Line) -> HTMLNode {
    let start = Point(line.start.x + Self.margin, line.start.y + Self.margin)
    let tip = Point(line.end.x + Self.margin, line.end.y + Self.margin)
    let end = line.hasHead ? Point(tip.x, tip.y - 5) : tip
    let reach = (end.y - start.y) / 2
    var path = SVGPath()
    path.move(to: start)
    path.curve(
      to: end, leaving: Point(start.x, start.y + reach), arriving: Point(end.x, end.y - reach))
    if let passage = line.passage {
      path.line(to: Point(passage.x + Self.margin, passage.y + Self.margin))
    }
    guard line.hasHead else { return HTMLTag.path(.class("edge"), .d(path)) }
    var head = SVGPath()
    head.move(to: Point(tip.x - 3.5, tip.y - 7))
    head.line(to: Point(tip.x + 3.5, tip.y - 7))
    head.line(to: tip)
    head.close()
    return .fragment([
      HTMLTag.path(.class("edge"), .d(path)), HTMLTag.path(.class("head"), .d(head)),
    ])
  }

  private func box(_ index: Int) -> HTMLNode {
    let frame = layout.frames[index]
    let middle = (frame.left + frame.right) / 2 + Self.margin
    var top = frame.top + Self.margin + Self.padding / 2
    let labels = lines[index].map { line in
      defer { top += Self.lineHeight(line.size) }
      return HTMLTag.textLabel(
        .class(line.className), .x(middle), .y(top + Self.lineHeight(line.size) * 0.76)
      ) { line.text }
    }
    return HTMLTag.g(.class(graph.nodes[index].kind.rawValue)) {
      HTMLTag.rect(
        .x(frame.left + Self.margin), .y(frame.top + Self.margin), .width(frame.width),
        .height(frame.height),
        HTMLAttribute("rx", graph.nodes[index].kind == .step ? "5" : "\(Int(frame.height / 2))"))
      labels
    }
  }
}
