import OctavoBase
import OctavoNotebook
import OctavoResults

/// How the steps and configs of a notebook depend on one another.
public struct NotebookGraph: Hashable, Sendable {
  public struct Node: Hashable, Sendable {
    public var name: String
    public var kind: Block.Kind
    /// What a step runs.
    public var operation: String?
    /// At which points a step runs, such as “× 4 settings × 5 seeds”.
    public var points: String?

    public init(name: String, kind: Block.Kind, operation: String? = nil, points: String? = nil) {
      self.name = name
      self.kind = kind
      self.operation = operation
      self.points = points
    }
  }

  /// From what is used to what uses it, by their places among the nodes: the first is the smaller
  /// one.
  public struct Edge: Hashable, Sendable {
    public var from: Int
    public var to: Int

    public init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// In the notebook's order.
  public private(set) var nodes: [Node]
  public private(set) var edges: [Edge]

  /// More than this no picture shows.
  public static let mostNodes = 1_000

  public init(nodes: [Node], edges: [Edge]) {
    self.nodes = nodes
    self.edges = edges
  }

  /// - Parameters:
  ///   - blocks: of the notebook, in its order.
  ///   - uses: the steps and configs that each step names. What a config uses its block says.
  ///   - points: those of each step.
  public init(
    blocks: [Block], uses: [String: [String]], points: [String: [OctavoResults.Point]]
  ) {
    var places: [String: Int] = [:]
    nodes = []
    edges = []
    for block in blocks where places[block.name.text] == nil {
      let name = block.name.text
      let place = nodes.count
      var node = Node(name: name, kind: block.kind)
      var used: [String]
      switch block.kind {
      case .step:
        node.operation = block.body?["run"]?.scalar?.written.text
        node.points = Self.text(of: points[name] ?? [])
        used = uses[name] ?? []
      case .config:
        used = (block.extends.map { [$0.text] } ?? []) + (block.body?.paths ?? []).map(\.root.text)
      }
      used = used.filter { places[$0] != nil }
      edges += used.distinct.compactMap { places[$0] }.sorted().map { Edge(from: $0, to: place) }
      places[name] = place
      nodes.append(node)
    }
  }

  /// `nil` of a step that runs once.
  static func text(of points: [OctavoResults.Point]) -> String? {
    guard points.count > 1 else { return nil }
    let seedAxis = OctavoResults.Point.seedAxis
    let seeds = Set(points.map { $0[seedAxis]?.coordinate })
    let settings = Set(
      points.map { point in point.axes.filter { $0 != seedAxis }.map { point[$0]?.coordinate } })
    let hasSeeds = points[0].axes.contains(seedAxis)
    let hasSettings = points[0].axes.contains { $0 != seedAxis }
    if hasSeeds, hasSettings {
      return seeds.count * settings.count == points.count
        ? "× \(phrases.settings(settings.count)) × \(phrases.seeds(seeds.count))"
        : "× \(phrases.points(points.count))"
    }
    return "× " + (hasSeeds ? phrases.seeds(seeds.count) : phrases.settings(settings.count))
  }

  /// What the picture shows, in words: a sentence for each step that uses something.
  public var description: String {
    let sentences = nodes.indices.compactMap { index -> String? in
      let used = edges.filter { $0.to == index }.map { nodes[$0.from].name }
      return used.isEmpty ? nil : phrases.uses(nodes[index].name, used.joined(separator: ", "))
    }
    return sentences.isEmpty ? phrases.noStepUsesAnother : sentences.joined(separator: " ")
  }
}
