import OctavoResults
import Synchronization

/// The names that an expression may use at one place of a notebook: its parameters, and the
/// configs and steps above. Whoever reads the notebook from the top defines block after block.
public struct NotebookScope: Scope, Sendable {
  private enum Definition {
    /// What the block itself says, and the config that it extends.
    case config(ResolvedNode.Mapping, parent: String?)
    case step(DeferredOutline)
    /// One whose errors have been reported.
    case invalid
  }

  private let params: [String: Value]
  /// Every block of the notebook by its name, wherever it stands.
  private let blocks: [String: (name: Key, kind: Block.Kind)]
  private let order: [String]
  private var definitions: [String: Definition] = [:]
  /// In the notebook's order.
  private var configs: [Block] = []
  /// Where the step stands whose expressions are evaluated: its axes are names.
  private var point = Point()
  /// The axes that take the place of parameters: expressions know these as `params.width`.
  private var parameterAxes: Set<String> = []
  /// Whether the values of other steps are those at the point's seed.
  private var alignsSeeds = true

  /// - Parameter params: The values after the overrides of the command line.
  public init(_ notebook: Notebook, params: [String: Value]) {
    self.params = params
    let blocks = notebook.blocks
    self.blocks = Dictionary(blocks.map { ($0.name.text, (name: $0.name, kind: $0.kind)) }) {
      first, _ in first
    }
    self.order = blocks.map(\.name.text)
  }

  /// Resolves a config block and defines it.
  ///
  /// - Returns: Whether it can be told what it says; if not, the errors have been reported.
  @discardableResult
  public mutating func define(_ config: Block, _ diagnostics: inout [Diagnostic]) -> Bool {
    if let place = configs.firstIndex(where: { $0.name.text == config.name.text }) {
      configs[place] = config
    } else {
      configs.append(config)
    }
    return resolve(config, &diagnostics)
  }

  private mutating func resolve(_ config: Block, _ diagnostics: inout [Diagnostic]) -> Bool {
    let name = config.name.text
    let parent = config.extends?.text
    let mapping = config.body?.resolved(in: self, &diagnostics)
    var isWhole = mapping != nil
    if let parent {
      if case .config? = definitions[parent] {} else { isWhole = false }
    }
    if isWhole, let mapping {
      definitions[name] = .config(mapping, parent: parent)
    } else {
      definitions[name] = .invalid
    }
    return isWhole
  }

  /// A config with all that it extends; `nil` if there is none of this name that can be told.
  public func mapping(ofConfig name: String) -> ResolvedNode.Mapping? {
    let layers = layers(ofConfig: name)
    guard let root = layers.last else { return nil }
    return root.extended(by: layers.dropLast().reversed())
  }

  /// Whether a config of this name stands above, and can be told.
  public func isConfig(_ name: String) -> Bool {
    if case .config? = definitions[name] { true } else { false }
  }

  /// The config's own mapping, that of the config which it extends, and so on.
  private func layers(ofConfig name: String) -> [ResolvedNode.Mapping] {
    var layers: [ResolvedNode.Mapping] = []
    var next: String? = name
    while let name = next, case .config(let mapping, let parent)? = definitions[name] {
      layers.append(mapping)
      next = parent
    }
    return layers
  }

  /// - Parameter outline: made when an expression first needs it; `nil` if the step's errors have been
  ///   reported, and expressions that mention it are then passed over in silence.
  public mutating func define(
    step name: String, as outline: @escaping @Sendable () -> StepOutline?
  ) {
    definitions[name] = .step(DeferredOutline(outline))
  }

  public var overSeeds: NotebookScope {
    var scope = self
    scope.alignsSeeds = false
    return scope
  }

  /// The same scope at a point of a step, whose axes are names in it.
  ///
  /// - Parameter parameters: the axes that take the place of parameters, in configs too.
  public func at(_ point: Point, replacing parameters: Set<String> = []) -> NotebookScope {
    var scope = self
    scope.point = point
    scope.parameterAxes = parameters.intersection(point.axes)
    guard !scope.parameterAxes.isEmpty else { return scope }
    var changed: Set<String> = []
    // What is wrong with a config has been reported.
    var ignored: [Diagnostic] = []
    for config in configs where scope.mentions(changed, config) {
      changed.insert(config.name.text)
      _ = scope.resolve(config, &ignored)
    }
    return scope
  }

  /// Whether a config depends on a parameter that is an axis, or on one of these configs.
  private func mentions(_ changed: Set<String>, _ config: Block) -> Bool {
    if let parent = config.extends, changed.contains(parent.text) { return true }
    return (config.body?.paths ?? []).contains { path in
      guard path.root.text == Self.paramsName else { return changed.contains(path.root.text) }
      return path.names.count > 1 && parameterAxes.contains(path.names[1].text)
    }
  }

  public func value(at path: Path) throws(LookupFailure) -> ExpressionValue {
    let root = path.root.text
    let names = path.names.map(\.text)
    if let choice = path.choices.first {
      guard case .step = definitions[root] else {
        if case .invalid = definitions[root] { throw .reported }
        throw LookupFailure(
          .wrongKind, at: 0, "`\(root)` is no step, and has no points to choose from",
          remedy: "leave out `[\(choice.axis.text)=…]`")
      }
    }
    if root == Self.paramsName { return try parameter(names) }
    if let value = point[root], !parameterAxes.contains(root) {
      try requireEnd(of: names, after: 1)
      return .known(value)
    }
    switch definitions[root] {
    case .config: return try value(ofConfigAt: names)
    case .step(let deferred):
      guard let outline = deferred.outline else { throw .reported }
      let selection = try selection(at: path, from: outline.points)
      return try value(of: outline, at: names, in: selection)
    case .invalid: throw .reported
    case nil: throw undefined(root)
    }
  }

  /// Which of a step's points a path means: those that its choices keep and that stand where the
  /// point does at which the path is evaluated.
  ///
  /// - Parameter aligns: whether the point matters.
  public func selection(
    at path: Path, from points: PointSet, aligns: Bool = true
  ) throws(LookupFailure) -> PointSelection {
    guard points.hasAxes || !path.choices.isEmpty else { return PointSelection(of: points) }
    var selection = PointSelection(of: points)
    for choice in path.choices {
      guard points.axes.contains(choice.axis.text) else {
        throw LookupFailure(
          at: 0,
          MissingName(.axis, choice.axis.text, among: points.axes).explanation(
            otherwise: points.hasAxes ? nil : "`\(path.root.text)` has a single point"))
      }
      try selection.keep(choice.axis.text, try values(of: choice), step: path.root.text)
    }
    if aligns {
      let axes = point.axes.filter { alignsSeeds || $0 != Point.seedAxis }
      try selection.align(with: point.on(axes), step: path.root.text)
    }
    return selection
  }

  /// The values that a choice names; `nil` where a result of the run decides.
  private func values(of choice: Choice) throws(LookupFailure) -> [Value]? {
    var values: [Value] = []
    for alternative in choice.alternatives {
      var diagnostics: [Diagnostic] = []
      let value = alternative.evaluate(in: self, &diagnostics)
      if let problem = diagnostics.first(where: { $0.severity == .error }) {
        throw LookupFailure(problem.identifier, at: 0, problem.message, remedy: problem.remedy)
      }
      switch value {
      case .known(let value)?: values.append(value)
      case .unknown(.scalar)?: return nil
      case let other?:
        throw LookupFailure(
          .typeMismatch, at: 0, "a choice takes a single value, not \(other.type)")
      case nil: throw .reported
      }
    }
    return values
  }

  /// What the parameters are called in expressions.
  public static let paramsName = "params"

  /// What means something else in expressions than a block or an axis.
  static let reservedNames: Set = [paramsName, "and", "or", "not", "true", "false", "null"]

  private func undefined(_ name: String) -> LookupFailure {
    if let block = blocks[name] {
      return LookupFailure(at: 0, .reference(forwardTo: block.name, of: block.kind))
    }
    let axes = point.axes.filter { !parameterAxes.contains($0) }
    let visible = [Self.paramsName] + axes + order.filter { definitions[$0] != nil }
    let parameter = params[name] == nil ? nil : "a parameter is written `params.\(name)`"
    return LookupFailure(
      at: 0, MissingName(.block, name, among: visible).explanation(otherwise: parameter))
  }

  private func parameter(_ names: [String]) throws(LookupFailure) -> ExpressionValue {
    guard names.count > 1 else {
      throw LookupFailure(
        .notAValue, at: 0, "`params` is no value itself",
        remedy: "name one of them, as in `params.width`")
    }
    let replaced = parameterAxes.contains(names[1]) ? point[names[1]] : nil
    guard let value = replaced ?? params[names[1]] else {
      throw .missing(.parameter, names[1], at: 1, among: params.keys.sorted())
    }
    try requireEnd(of: names, after: 2)
    return .known(value)
  }

  private func value(ofConfigAt names: [String]) throws(LookupFailure) -> ExpressionValue {
    if names.count > 1, let nearest = nearestEntry(names[1], ofConfig: names[0]) {
      return try value(of: ResolvedNode.Mapping([nearest]), at: names)
    }
    return try value(of: mapping(ofConfig: names[0]) ?? .init(), at: names)
  }

  /// The entry that the config or the first of those above it has under a key, unless it is a
  /// mapping, which those further up have a part in.
  private func nearestEntry(_ key: String, ofConfig name: String) -> ResolvedNode.Entry? {
    var next: String? = name
    while let name = next, case .config(let mapping, let parent)? = definitions[name] {
      if key != Block.extendsKey || parent == nil, let entry = mapping.entry(key) {
        return entry.value.mapping == nil || parent == nil ? entry : nil
      }
      next = parent
    }
    return nil
  }

  private func value(
    of config: ResolvedNode.Mapping, at names: [String]
  ) throws(LookupFailure) -> ExpressionValue {
    var mapping = config
    for index in 1..<max(names.count, 1) {
      guard let node = mapping[names[index]] else {
        throw .missing(.key, names[index], at: index, among: mapping.keys)
      }
      switch node.content {
      case .mapping(let inner):
        mapping = inner
      case .sequence(let elements):
        try requireEnd(of: names, after: index + 1)
        guard let column = ExpressionValue(columnOf: elements) else {
          throw LookupFailure(
            .notAValue, at: index, "`\(names[index])` is a list that holds more than values")
        }
        return column
      case .scalar(let scalar):
        switch scalar.content {
        case .null: throw LookupFailure(.notAValue, at: index, "`\(names[index])` is empty")
        case .invalid: throw .reported
        case .value(let evaluation):
          try requireEnd(of: names, after: index + 1)
          return evaluation
        }
      }
    }
    let name = names[names.count - 1]
    throw LookupFailure(
      .notAValue, at: names.count - 1, "`\(name)` is a mapping, not a value",
      remedy: mapping.keys.first.map {
        "name a key of it, as in `\(names.joined(separator: ".")).\($0)`"
      })
  }

  private func value(
    of step: StepOutline, at names: [String], in selection: PointSelection
  ) throws(LookupFailure) -> ExpressionValue {
    guard names.count > 1 else {
      throw LookupFailure(
        .notAValue, at: 0, "`\(names[0])` is a step, not a value",
        remedy: step.values.keys.sorted().first.map {
          "name a value of it, as in `\(names[0]).\($0)`"
        })
    }
    if let value = step.values[names[1]] {
      try requireEnd(of: names, after: 2)
      return value.selected(selection)
    }
    guard let columns = step.tables[names[1]] else {
      if step.artifacts.contains(names[1]) {
        throw LookupFailure(.notAValue, at: 1, "`\(names[1])` is not a value but an artifact")
      }
      throw .missing(
        .value, names[1], at: 1, among: step.values.keys.sorted() + step.tables.keys.sorted())
    }
    guard names.count > 2 else {
      throw LookupFailure(
        .notAValue, at: 1, "`\(names[1])` is a table, not a value",
        remedy: columns.keys.sorted().first.map {
          "name a column of it, as in `last(\(names[0]).\(names[1]).\($0))`"
        })
    }
    if columns.isEmpty {
      // Only the run knows them.
      try requireEnd(of: names, after: 3)
      return .unknown(.column(.number))
    }
    guard let column = columns[names[2]] else {
      throw .missing(.column, names[2], at: 2, among: columns.keys.sorted())
    }
    try requireEnd(of: names, after: 3)
    return column.selected(selection, rowsOf: columns)
  }

  private func requireEnd(of names: [String], after count: Int) throws(LookupFailure) {
    guard names.count == count else {
      throw LookupFailure(
        .notAValue, at: count, "`\(names[count - 1])` is a value and has no parts")
    }
  }
}

extension LookupFailure {
  fileprivate static func missing(
    _ kind: MissingName.Kind, _ name: String, at index: Int, among names: [String]
  ) -> LookupFailure {
    LookupFailure(at: index, MissingName(kind, name, among: names).explanation())
  }
}

/// An outline that is made once, when it is first needed.
private final class DeferredOutline: Sendable {
  private let make: @Sendable () -> StepOutline?
  private let made = Mutex<StepOutline??>(nil)

  init(_ make: @escaping @Sendable () -> StepOutline?) { self.make = make }

  var outline: StepOutline? {
    made.withLock { made in
      if let made { return made }
      let outline = make()
      made = .some(outline)
      return outline
    }
  }
}
