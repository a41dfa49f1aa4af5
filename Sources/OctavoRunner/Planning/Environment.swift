import Foundation
import OctavoNotebook
import OctavoResults

/// Everything that a block may refer to: parameters, the configs above it and what the steps
/// above it offer.
struct Environment: Sendable {
  /// For the expressions in blocks and prose.
  private(set) var scope: NotebookScope
  /// Where files are looked for, in order.
  let folders: [URL]
  /// In the notebook's order.
  private(set) var configNames: [String] = []
  private(set) var offers: [String: StepOffer] = [:]
  /// In the notebook's order.
  private var stepNames: [String] = []
  /// Blocks whose own errors leave unknown what they offer: to refer to one is no further error.
  private(set) var broken: Set<String> = []
  /// The steps that a config's expressions depend on.
  private var configDependencies: [String: [String]] = [:]
  /// Every block of the notebook by its name, to tell a reference forward from one to nothing.
  private let blocks: [String: Block]

  init(notebook: Notebook, params: [String: Value], folders: [URL]) {
    scope = NotebookScope(notebook, params: params)
    self.folders = folders
    blocks = Dictionary(
      (notebook.configs + notebook.steps).map { ($0.name.text, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// That of a plan's first block.
  init(of plan: Plan) {
    self.init(notebook: plan.notebook, params: plan.params, folders: plan.folders)
  }

  /// Makes a config known to the blocks below.
  mutating func define(config block: Block) -> [Diagnostic] {
    let name = block.name.text
    var diagnostics: [Diagnostic] = []
    if scope.define(block, &diagnostics) {
      configNames.append(name)
    } else {
      broken.insert(name)
    }
    configDependencies[name] =
      (dependencies(of: block.body?.paths ?? [])
      + (block.extends.map { dependencies(ofConfig: $0.text) } ?? [])).unique
    return diagnostics
  }

  mutating func define(step name: String, as offer: StepOffer?) {
    if offer != nil, offers[name] == nil { stepNames.append(name) }
    offers[name] = offer
    if offer == nil { broken.insert(name) }
    scope.define(step: name, as: offer?.outline)
  }

  /// Takes an artifact from the store, if it is there and has not been taken.
  /// - Throws: `StoreDamage`.
  mutating func load(_ artifact: String, of step: String, from store: Store) throws {
    try offers[step]?.load(artifact, from: store)
  }

  /// The steps that a block's expressions take values from, directly or through configs.
  func dependencies(of paths: [Path]) -> [String] {
    paths.map(\.root.text).unique.flatMap { root in
      configDependencies[root] ?? (offers[root] == nil ? [] : [root])
    }
  }

  /// The paths that lead to a value which is still not known.
  func unknown(among paths: [Path]) -> [Path] {
    paths.filter { path in
      if case .unknown? = try? scope.value(at: path) { true } else { false }
    }
  }

  /// The steps that the config of this name depends on.
  func dependencies(ofConfig name: String) -> [String] { configDependencies[name] ?? [] }

  /// Why `name` cannot be referred to here, in the block of the name `own`.
  ///
  /// - Parameter wanted: `.step` or `.config`.
  func explainMissing(
    _ wanted: MissingName.Kind, _ name: String, own: String,
    spelled: @escaping @Sendable (String) -> String = { $0 }
  ) -> Explanation {
    if name == own {
      return Explanation(.selfReference, "the step `\(name)` refers to itself")
    }
    if let block = blocks[name] { return .reference(forwardTo: block.name, of: block.kind) }
    let known = wanted == .config ? configNames : stepNames
    return MissingName(wanted, name, among: known, spelled: spelled).explanation()
  }
}

extension StepOffer {
  /// What expressions can reach.
  var outline: StepOutline {
    StepOutline(
      values: Dictionary(
        uniqueKeysWithValues: values.map { slot in
          (slot.name, slot.value.map(ExpressionValue.known) ?? .unknown(slot.type))
        }),
      tables: Dictionary(
        uniqueKeysWithValues: tables.map { slot in
          (slot.name, slot.table.map(Self.columns) ?? Self.unknownColumns(of: slot.outline))
        }),
      artifacts: artifacts.map(\.name))
  }

  private static func columns(of table: Table) -> [String: ExpressionValue] {
    Dictionary(
      table.columns.map { column in
        (column.name, .column(column.values, of: column.type))
      }
    ) { first, _ in first }
  }

  private static func unknownColumns(of outline: TableOutline) -> [String: ExpressionValue] {
    Dictionary(outline.columns.map { ($0, .unknown(.column(outline.type(of: $0)))) }) { first, _ in
      first
    }
  }
}
