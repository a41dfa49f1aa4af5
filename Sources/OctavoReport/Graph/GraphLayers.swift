import OctavoNotebook

/// The nodes of a graph in layers, so that every edge leads from a layer to the next: an edge that
/// spans several is divided by places that it passes through, which the edges from one node share.
/// Within the layers the nodes have an order in which few edges cross.
struct GraphLayers {
  /// A node of the graph, or where edges from a node pass through a layer.
  enum Vertex: Hashable {
    case node(Int)
    case passage(from: Int, layer: Int)
  }

  /// From a vertex to one in the layer below.
  struct Link: Hashable {
    var from: Vertex
    var to: Vertex
  }

  /// From the top, each from left to right.
  private(set) var layers: [[Vertex]]
  /// What each vertex leads to in the layer below, and comes from in the layer above.
  private(set) var below: [Vertex: [Vertex]] = [:]
  private(set) var above: [Vertex: [Vertex]] = [:]
  /// The parts of all edges, each once.
  private(set) var links: [Link] = []

  init(_ graph: NotebookGraph) {
    let numbers = Self.layerNumbers(graph)
    layers = Array(repeating: [], count: (numbers.max() ?? -1) + 1)
    for (node, layer) in numbers.enumerated() { layers[layer].append(.node(node)) }
    var known: Set<Link> = []
    for edge in graph.edges {
      let (first, last) = (numbers[edge.from], numbers[edge.to])
      let passages = (first + 1..<max(last, first + 1)).map { layer in
        Vertex.passage(from: edge.from, layer: layer)
      }
      let chain = [.node(edge.from)] + passages + [.node(edge.to)]
      for (from, to) in zip(chain, chain.dropFirst())
      where known.insert(Link(from: from, to: to)).inserted {
        links.append(Link(from: from, to: to))
        if case .passage(_, let layer) = to { layers[layer].append(to) }
        below[from, default: []].append(to)
        above[to, default: []].append(from)
      }
    }
    order()
  }

  /// Every node below all that it uses; what uses nothing stands right above what first uses it.
  private static func layerNumbers(_ graph: NotebookGraph) -> [Int] {
    var numbers = Array(repeating: 0, count: graph.nodes.count)
    // Edges lead from earlier nodes to later ones.
    for edge in graph.edges.sorted(by: { ($0.to, $0.from) < ($1.to, $1.from) }) {
      numbers[edge.to] = max(numbers[edge.to], numbers[edge.from] + 1)
    }
    let used = Set(graph.edges.map(\.to))
    for node in graph.nodes.indices where !used.contains(node) {
      let users = graph.edges.filter { $0.from == node }.map { numbers[$0.to] }
      if let first = users.min() { numbers[node] = max(first - 1, 0) }
    }
    return numbers
  }

  // MARK: Order

  private static let sweeps = 16

  private mutating func order() {
    var best = layers
    var fewest = crossings
    for sweep in 0..<Self.sweeps where fewest > 0 {
      if sweep.isMultiple(of: 2) {
        for layer in layers.indices.dropFirst() { sort(layer, by: layers[layer - 1], above) }
      } else {
        for layer in layers.indices.dropLast().reversed() {
          sort(layer, by: layers[layer + 1], below)
        }
      }
      swapNeighbors()
      let count = crossings
      if count < fewest { (best, fewest) = (layers, count) }
    }
    layers = best
  }

  /// Each vertex goes to the middle of its neighbors in a fixed layer.
  private mutating func sort(
    _ layer: Int, by fixed: [Vertex], _ neighbors: [Vertex: [Vertex]]
  ) {
    let places = Self.places(of: fixed)
    let middles = layers[layer].enumerated().map { index, vertex -> Double in
      let found = (neighbors[vertex] ?? []).compactMap { places[$0] }
      return found.isEmpty
        ? Double(index) : Double(found.reduce(0, +)) / Double(found.count)
    }
    let sorted = layers[layer].indices.sorted {
      (middles[$0], $0) < (middles[$1], $1)
    }
    layers[layer] = sorted.map { layers[layer][$0] }
  }

  /// Swaps neighbors wherever that leaves fewer crossings.
  private mutating func swapNeighbors() {
    for layer in layers.indices where layers[layer].count > 1 {
      let upper = layer > 0 ? Self.places(of: layers[layer - 1]) : [:]
      let lower = layer + 1 < layers.count ? Self.places(of: layers[layer + 1]) : [:]
      for index in layers[layer].indices.dropLast() {
        let (left, right) = (layers[layer][index], layers[layer][index + 1])
        let now =
          Self.crossings(above[left], above[right], upper)
          + Self.crossings(below[left], below[right], lower)
        let then =
          Self.crossings(above[right], above[left], upper)
          + Self.crossings(below[right], below[left], lower)
        if then < now { layers[layer].swapAt(index, index + 1) }
      }
    }
  }

  private static func crossings(
    _ left: [Vertex]?, _ right: [Vertex]?, _ places: [Vertex: Int]
  ) -> Int {
    let rights = (right ?? []).compactMap { places[$0] }
    return (left ?? []).compactMap { places[$0] }.reduce(0) { count, place in
      count + rights.count { $0 < place }
    }
  }

  /// How many edges cross between all layers.
  var crossings: Int {
    layers.indices.dropLast().reduce(0) { count, layer in
      let places = Self.places(of: layers[layer + 1])
      var counts = Array(repeating: 0, count: layers[layer + 1].count)
      var crossings = 0
      for vertex in layers[layer] {
        let ends = (below[vertex] ?? []).compactMap { places[$0] }
        for end in ends { crossings += counts[(end + 1)...].reduce(0, +) }
        for end in ends { counts[end] += 1 }
      }
      return count + crossings
    }
  }

  private static func places(of vertices: [Vertex]) -> [Vertex: Int] {
    Dictionary(uniqueKeysWithValues: vertices.enumerated().map { ($1, $0) })
  }
}
