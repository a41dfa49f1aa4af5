import OctavoBase
import OctavoNotebook
import OctavoResults

/// What a step offers to the blocks below it at one of its points: before it runs, names and types and what the
/// operation knows of them; afterwards, the results themselves.
public struct StepOffer: Sendable {
  public struct ArtifactSlot: Sendable {
    public var name: String
    public var type: any Artifact.Type
    var outline: (any Sendable)?
    var artifact: (any Artifact)?
    /// Of the content. It may be there before the artifact is, which then lies in the store.
    var hash: ContentHash?
  }

  public struct ValueSlot: Sendable {
    public var name: String
    public var type: ValueType
    public var value: Value?
  }

  public struct TableSlot: Sendable {
    public var name: String
    public var outline: TableOutline
    public var table: Table?
  }

  public let step: String
  public private(set) var artifacts: [ArtifactSlot] = []
  public private(set) var values: [ValueSlot] = []
  public private(set) var tables: [TableSlot] = []
  /// The names of the figures that a notebook's `show:` may list.
  public private(set) var figures: [String] = []
  /// Whether the step has run at this point.
  private(set) var isFilled = false

  init(of step: String, outputs: [OutputOutline]) {
    self.step = step
    for output in outputs {
      switch output.content {
      case .artifact(let type): artifacts.append(ArtifactSlot(name: output.name, type: type))
      case .value(let type): values.append(ValueSlot(name: output.name, type: type))
      case .table(let outline): tables.append(TableSlot(name: output.name, outline: outline))
      case .figure: figures.append(output.name)
      }
    }
  }

  func outline(of output: String) -> (any Sendable)? {
    artifacts.first { $0.name == output }?.outline ?? tables.first { $0.name == output }?.outline
  }

  mutating func expect(_ output: String, _ outline: (any Sendable)?) {
    if let index = artifacts.firstIndex(where: { $0.name == output }) {
      artifacts[index].outline = outline
    } else if let index = tables.firstIndex(where: { $0.name == output }) {
      tables[index].outline = outline as? TableOutline ?? TableOutline()
    }
  }

  mutating func leaveOut(_ output: String) {
    artifacts.removeAll { $0.name == output }
    values.removeAll { $0.name == output }
    tables.removeAll { $0.name == output }
    figures.removeAll { $0 == output }
  }

  /// What it offers besides artifacts.
  var withoutArtifacts: StepOffer {
    var offer = self
    offer.artifacts = []
    return offer
  }

  /// Adds a table, or puts another in the place of the one with this name.
  mutating func setTable(_ name: String, _ outline: TableOutline, _ table: Table?) {
    let slot = TableSlot(name: name, outline: outline, table: table)
    if let index = tables.firstIndex(where: { $0.name == name }) {
      tables[index] = slot
    } else {
      tables.append(slot)
    }
  }

  /// Takes in what the step has made, or what it had made in an earlier run: then its artifacts are
  /// not there, but their hashes are.
  mutating func fill(with result: StepResult, hashes: [String: ContentHash]) {
    isFilled = true
    for index in artifacts.indices {
      artifacts[index].artifact = result.artifacts[artifacts[index].name]
      artifacts[index].hash = hashes[artifacts[index].name]
    }
    for index in values.indices { values[index].value = result.values[values[index].name] }
    for index in tables.indices {
      guard let table = result.tables[tables[index].name] else { continue }
      tables[index].table = table
      tables[index].outline = TableOutline(of: table)
    }
  }

  /// Lets go of the artifacts, which the store has.
  mutating func release() {
    for index in artifacts.indices where artifacts[index].hash != nil {
      artifacts[index].artifact = nil
    }
  }

  /// Takes an artifact from the store, if it is there and has not been taken.
  /// - Throws: `StoreDamage`.
  mutating func load(_ name: String, from store: Store) throws {
    guard let index = artifacts.firstIndex(where: { $0.name == name }),
      artifacts[index].artifact == nil, let hash = artifacts[index].hash
    else { return }
    artifacts[index].artifact = try store.load(hash, as: artifacts[index].type)
  }

  /// The names under which it offers what an input of this type takes.
  func names<Wanted: InputValue>(of type: Wanted.Type) -> [String] {
    (artifacts.map(\.name) + tables.map(\.name)).filter { Wanted.find($0, in: self) != nil }
  }
}
