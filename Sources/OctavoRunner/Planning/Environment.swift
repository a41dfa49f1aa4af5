import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// Everything that a block may refer to: parameters, the configs above it and what the steps
/// above it offer.
struct Environment: Sendable {
  /// For the expressions in blocks and prose.
  private(set) var scope: NotebookScope
  /// Where files are looked for, in order.
  let folders: [URL]
  /// Files that came with the notebook, by the paths that it has for them: they are looked at first.
  let carriedFiles: [String: URL]
  /// In the notebook's order.
  private(set) var configNames: [String] = []
  private(set) var offers: [String: PointOffers] = [:]
  /// Where the step stands whose block is read.
  private(set) var point = Point()
  /// The axes of the whole notebook.
  let notebookAxes: NotebookAxes
  /// In the notebook's order.
  private var stepNames: [String] = []
  /// Blocks whose own errors leave unknown what they offer: to refer to one is no further error.
  private(set) var broken: Set<String> = []
  /// The steps that a config's expressions depend on.
  private var configDependencies: [String: [String]] = [:]
  /// Every block of the notebook by its name, to tell a reference forward from one to nothing.
  private let blocks: [String: Block]

  init(
    notebook: Notebook, params: [String: Value], axes: NotebookAxes = NotebookAxes(),
    folders: [URL], carriedFiles: [String: URL] = [:]
  ) {
    scope = NotebookScope(notebook, params: params)
    notebookAxes = axes
    self.folders = folders
    self.carriedFiles = carriedFiles
    blocks = Dictionary(
      (notebook.configs + notebook.steps).map { ($0.name.text, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// That of a plan's first block.
  init(of plan: Plan) {
    self.init(
      notebook: plan.notebook, params: plan.params, axes: plan.axes, folders: plan.folders,
      carriedFiles: plan.carriedFiles)
  }

  /// The same at a point of a step.
  func at(_ point: Point) -> Environment {
    guard !point.coordinates.isEmpty else { return self }
    var environment = self
    environment.point = point
    environment.scope = scope.at(point, replacing: notebookAxes.parameters)
    return environment
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
      + (block.extends.map { dependencies(ofConfig: $0.text) } ?? [])).distinct
    return diagnostics
  }

  /// - Parameter offers: `nil` of a step whose errors have been reported.
  mutating func define(step name: String, as offers: PointOffers?) {
    if offers != nil, self.offers[name] == nil { stepNames.append(name) }
    self.offers[name] = offers
    if offers == nil { broken.insert(name) }
    scope.define(step: name) { offers?.outline }
  }

  /// Takes in what a step has made at one of its points; `nil` where it has failed.
  ///
  /// - Returns: what turns out wrong in configs that use its values.
  mutating func set(_ offer: StepOffer?, of step: String, at index: Int) -> [Diagnostic] {
    guard var offers = offers.removeValue(forKey: step) else { return [] }
    offers.set(offer, at: index)
    self.offers[step] = offers
    scope.define(step: step) { [offers] in offers.outline }
    var diagnostics: [Diagnostic] = []
    for name in configNames where configDependencies[name]?.contains(step) == true {
      if let block = blocks[name] { scope.define(block, &diagnostics) }
    }
    return diagnostics
  }

  /// Lets go of a point's artifacts, which the store has.
  mutating func release(_ step: String, at index: Int) {
    guard var offers = offers.removeValue(forKey: step) else { return }
    offers.release(at: index)
    self.offers[step] = offers
  }

  /// Takes an artifact of a point from the store, if it is there and has not been taken.
  /// - Throws: `StoreDamage`.
  mutating func load(
    _ artifact: String, of step: String, at index: Int, from store: Store
  ) throws {
    try offers[step]?.load(artifact, at: index, from: store)
  }

  /// The steps that a block's expressions take values from, directly or through configs.
  func dependencies(of paths: [Path]) -> [String] {
    paths.map(\.root.text).distinct.flatMap { root in
      configDependencies[root] ?? (offers[root] == nil ? [] : [root])
    }
  }

  /// The paths that lead to a value which is still not known.
  func unknown(among paths: [Path]) -> [Path] {
    paths.filter { path in
      if case .unknown? = try? scope.value(at: path) { true } else { false }
    }
  }

  /// The points that a step takes over by using values of steps which have axes of the whole
  /// notebook: what has these axes runs at each of their points. Axes of a step's own are not handed on
  /// by values.
  func inherited(through paths: [Path]) -> [InheritedPoints] {
    guard notebookAxes.added.hasAxes else { return [] }
    return paths.flatMap { path -> [InheritedPoints] in
      dependencies(of: [path]).compactMap { step in
        guard let offers = offers[step] else { return nil }
        let axes = offers.notebookAxes.subtracting(point.axes)
        let points = offers.points.on(axes)
        return points.hasAxes
          ? InheritedPoints(points, notebookAxes: axes, step: step, at: path.range) : nil
      }
    }
  }

  /// The parameters that a block uses, itself or by a config that it names.
  func parameters(usedBy block: Block) -> Set<String> {
    var usage = NameUsage(configNames: configNames)
    usage.add(block)
    var pending = usage.names.filter(scope.isConfig)
    var seen = pending
    while let name = pending.popFirst() {
      guard let config = blocks[name] else { continue }
      usage.add(config)
      for name in usage.names where scope.isConfig(name) && seen.insert(name).inserted {
        pending.insert(name)
      }
    }
    return usage.params
  }

  /// What the block of this name is, wherever it stands; `nil` if there is none.
  func kind(ofBlock name: String) -> String? { blocks[name].map { "a \($0.kind.rawValue)" } }

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
