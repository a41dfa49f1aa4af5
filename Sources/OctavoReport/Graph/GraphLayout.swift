/// Where the nodes and edges of a graph are drawn.
struct GraphLayout {
  private static let layerGap = 38.0
  private static let nodeGap = 22.0
  private static let passageWidth = 10.0
  private static let sweeps = 24

  private let layers: GraphLayers
  /// The frames of the nodes.
  private(set) var frames: [Frame] = []
  /// A part of an edge between two layers.
  struct Line {
    var start: Point
    var end: Point
    /// Whether it ends at a node.
    var hasHead: Bool
    /// Where it continues through the layer at whose top it ends.
    var passage: Point?
  }

  private(set) var lines: [Line] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// - Parameter sizes: of the nodes.
  init(_ graph: NotebookGraph, sizes: [(width: Double, height: Double)]) {
    layers = GraphLayers(graph)
    let widths = layers.layers.map { layer in
      layer.map { vertex in
        if case .node(let node) = vertex { sizes[node].width } else { Self.passageWidth }
      }
    }
    let centers = Self.centers(of: layers, widths)
    var tops: [Double] = []
    var heights: [Double] = []
    for layer in layers.layers {
      tops.append(height)
      let tallest =
        layer.map { vertex in
          if case .node(let node) = vertex { sizes[node].height } else { 0.0 }
        }.max() ?? 0
      heights.append(tallest)
      height += tallest + Self.layerGap
    }
    height = max(height - Self.layerGap, 0)
    frames = Array(
      repeating: Frame(left: 0, top: 0, right: 0, bottom: 0), count: graph.nodes.count)
    for (index, layer) in layers.layers.enumerated() {
      for vertex in layer {
        guard case .node(let node) = vertex, let center = centers[vertex] else { continue }
        let size = sizes[node]
        let top = tops[index] + (heights[index] - size.height) / 2
        frames[node] = Frame(
          left: center - size.width / 2, top: top, right: center + size.width / 2,
          bottom: top + size.height)
      }
    }
    width = frames.map(\.right).max() ?? 0
    for center in centers.values { width = max(width, center + Self.passageWidth / 2) }
    draw(centers, tops, heights)
  }

  private mutating func draw(
    _ centers: [GraphLayers.Vertex: Double], _ tops: [Double], _ heights: [Double]
  ) {
    let starts = ports(layers.below, centers)
    let ends = ports(layers.above, centers)
    for link in layers.links {
      var line = Line(start: Point(0, 0), end: Point(0, 0), hasHead: false)
      switch link.from {
      case .node(let node):
        line.start = Point(starts[link.from]?[link.to] ?? 0, frames[node].bottom)
      case .passage(_, let layer):
        line.start = Point(centers[link.from] ?? 0, tops[layer] + heights[layer])
      }
      switch link.to {
      case .node(let node):
        line.end = Point(ends[link.to]?[link.from] ?? 0, frames[node].top)
        line.hasHead = true
      case .passage(_, let layer):
        line.end = Point(centers[link.to] ?? 0, tops[layer])
        line.passage = Point(line.end.x, tops[layer] + heights[layer])
      }
      lines.append(line)
    }
  }

  /// Where lines leave or reach the nodes: apart, in the order of what they lead to.
  private func ports(
    _ neighbors: [GraphLayers.Vertex: [GraphLayers.Vertex]],
    _ centers: [GraphLayers.Vertex: Double]
  ) -> [GraphLayers.Vertex: [GraphLayers.Vertex: Double]] {
    var ports: [GraphLayers.Vertex: [GraphLayers.Vertex: Double]] = [:]
    for (vertex, near) in neighbors {
      guard case .node(let node) = vertex else { continue }
      let frame = frames[node]
      let gap = min(14, (frame.width - 24) / Double(max(near.count, 1)))
      let middle = (frame.left + frame.right) / 2
      let sorted = near.enumerated().sorted { first, second in
        let (left, right) = (centers[first.element] ?? 0, centers[second.element] ?? 0)
        return (left, first.offset) < (right, second.offset)
      }
      for (index, one) in sorted.enumerated() {
        ports[vertex, default: [:]][one.element] =
          middle + (Double(index) - Double(sorted.count - 1) / 2) * gap
      }
    }
    return ports
  }

  // MARK: Columns

  /// The middles of all vertices: near those of their neighbors, in their order, and apart.
  private static func centers(
    of layers: GraphLayers, _ widths: [[Double]]
  ) -> [GraphLayers.Vertex: Double] {
    var centers: [GraphLayers.Vertex: Double] = [:]
    for (layer, vertices) in layers.layers.enumerated() {
      let offsets = offsets(widths[layer])
      for (vertex, offset) in zip(vertices, offsets) {
        centers[vertex] = offset - (offsets.last ?? 0) / 2
      }
    }
    for sweep in 0..<sweeps {
      let isDown = sweep.isMultiple(of: 2)
      let order = isDown ? Array(layers.layers.indices) : layers.layers.indices.reversed()
      for layer in order {
        let vertices = layers.layers[layer]
        let wishes = vertices.map { vertex -> (place: Double, weight: Double) in
          let near = (isDown ? layers.above : layers.below)[vertex] ?? []
          let other =
            sweep + 4 >= sweeps ? (isDown ? layers.below : layers.above)[vertex] ?? [] : []
          let places = (near + other).compactMap { centers[$0] }
          guard !places.isEmpty else { return (centers[vertex] ?? 0, 0.1) }
          // A long edge is to be straight before anything else.
          var weight = 1.0
          if case .passage = vertex { weight = 4 }
          return (places.reduce(0, +) / Double(places.count), weight)
        }
        let placed = placed(wishes, offsets(widths[layer]))
        for (vertex, place) in zip(vertices, placed) { centers[vertex] = place }
      }
    }
    var left = Double.infinity
    for (layer, vertices) in layers.layers.enumerated() {
      for (vertex, width) in zip(vertices, widths[layer]) {
        left = min(left, (centers[vertex] ?? 0) - width / 2)
      }
    }
    return centers.mapValues { $0 - left }
  }

  /// The middles of neighbors that stand as close as they may, the first at 0.
  private static func offsets(_ widths: [Double]) -> [Double] {
    var offsets: [Double] = []
    var next = 0.0
    for (index, width) in widths.enumerated() {
      if index > 0 { next += widths[index - 1] / 2 + nodeGap + width / 2 }
      offsets.append(next)
    }
    return offsets
  }

  /// The places nearest to the wishes, by least squares, that keep the order and the distances:
  /// those that would overlap go to the weighted mean of what they wish together.
  private static func placed(
    _ wishes: [(place: Double, weight: Double)], _ offsets: [Double]
  ) -> [Double] {
    var groups: [(sum: Double, weight: Double, count: Int)] = []
    for (wish, offset) in zip(wishes, offsets) {
      groups.append(((wish.place - offset) * wish.weight, wish.weight, 1))
      while groups.count > 1 {
        let (last, before) = (groups[groups.count - 1], groups[groups.count - 2])
        guard last.sum / last.weight < before.sum / before.weight else { break }
        groups.removeLast(2)
        groups.append(
          (before.sum + last.sum, before.weight + last.weight, before.count + last.count))
      }
    }
    let starts = groups.flatMap { Array(repeating: $0.sum / $0.weight, count: $0.count) }
    return zip(starts, offsets).map { $0 + $1 }
  }
}
