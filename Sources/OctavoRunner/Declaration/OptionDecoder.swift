import OctavoNotebook
import OctavoResults

/// Reads the options of one block and keeps what is found on the way: problems, the steps that are
/// referred to, and where each option was written.
public struct OptionDecoder {
  let environment: Environment
  private(set) var diagnostics: [Diagnostic] = []
  /// The steps whose outputs are taken as inputs, in the order of first mention.
  private(set) var dependencies: [String] = []
  /// The steps of which all points are needed.
  private(set) var wholes: [String] = []
  /// The artifacts that inputs refer to.
  private(set) var inputs: [InputReference] = []
  /// The points of steps with axes that the step does not have yet: it runs once for each of them.
  private(set) var inherited: [InheritedPoints] = []
  /// Those that stand in options as plain text.
  private(set) var expressions: [Expression] = []
  /// The steps and configs that options name, where they are named.
  private(set) var references: [Key] = []
  /// The files and folders that options name.
  var files: [NamedFile] = []
  /// Whether some option depends on a value that is known only when earlier steps have run.
  public var isPending = false

  private var path: [String] = []
  private var nodes: [[String]: ResolvedNode] = [:]

  /// The name of the block whose options are read.
  private let block: String

  init(of block: String, environment: Environment) {
    self.block = block
    self.environment = environment
  }

  var problemCount: Int { diagnostics.count { $0.severity == .error } }

  public mutating func report(
    _ identifier: DiagnosticIdentifier, at range: SourceRange?, _ message: String,
    remedy: String? = nil
  ) {
    report(Explanation(identifier, message, remedy: remedy), at: range)
  }

  public mutating func report(
    _ explanation: Explanation, _ severity: Diagnostic.Severity = .error, at range: SourceRange?
  ) {
    diagnostics.append(Diagnostic(explanation, severity, at: range))
  }

  /// Decodes what stands under `key`, remembering where.
  mutating func within<Result>(
    _ key: String, _ node: ResolvedNode, _ decode: (inout OptionDecoder) -> Result
  ) -> Result {
    path.append(key)
    nodes[path] = node
    defer { path.removeLast() }
    return decode(&self)
  }

  /// A scalar as it is; where only the run will tell it, nothing for now, and the step is decoded
  /// again then. `nil` if it is no scalar, which is reported.
  public mutating func valueOrPending(of node: ResolvedNode) -> Value?? {
    if case .unknown(.scalar)? = node.evaluation {
      isPending = true
      return .some(nil)
    }
    return Value?.decode(node, &self)
  }

  /// An estimate; where only the run will tell it, nothing for now, and the step is decoded again then.
  /// `nil` if it is no estimate.
  public mutating func estimateOrPending(of node: ResolvedNode) -> Estimate?? {
    switch node.evaluation {
    case .estimate(let estimate): return estimate
    case .unknown(.estimate):
      isPending = true
      return .some(nil)
    default: return nil
    }
  }

  /// The expression that a text is; `nil` if it is none, which is reported.
  public mutating func expression(_ text: LocatedText) -> Expression? {
    guard let expression = Expression.parse(text, &diagnostics) else { return nil }
    expressions.append(expression)
    for step in environment.dependencies(of: expression.paths) { depend(on: step) }
    return expression
  }

  /// What an expression comes to; `nil` if it cannot be told, which is reported.
  public mutating func evaluate(_ expression: Expression) -> ExpressionValue? {
    expression.evaluate(in: environment.scope, &diagnostics)
  }

  /// What an expression over results comes to, or why it is not defined for those that there are, such
  /// as a division by zero.
  public mutating func outcome(
    of expression: Expression
  ) -> (value: ExpressionValue?, undefined: String?) {
    var found: [Diagnostic] = []
    let value = expression.evaluate(in: environment.scope, &found)
    let errors = found.filter { $0.severity == .error }
    if let first = errors.first, errors.allSatisfy({ $0.identifier == .undefinedResult }),
      !environment.dependencies(of: expression.paths).isEmpty
    {
      return (nil, first.message)
    }
    diagnostics += found
    return (value, nil)
  }

  /// Reports what a group found, each at the option it names.
  mutating func report(_ problems: Problems, of group: some OptionGroup, or range: SourceRange) {
    for entry in problems.all {
      let node = node(of: entry.field.flatMap { group.path(to: $0) } ?? [])
      var diagnostic = Diagnostic(
        entry.explanation, entry.severity, at: node?.range ?? range)
      if let correction = entry.explanation.correction {
        diagnostic.replacement = node?.place(of: correction.written).map {
          Replacement(of: correction.written, at: $0, by: correction.text)
        }
      }
      diagnostics.append(diagnostic)
    }
  }

  /// What was written for an option of the group that is being read, or of one within it.
  private func node(of names: [String]) -> ResolvedNode? {
    nodes[path + names] ?? nodes[path + names.prefix(1)]
  }

  /// The mapping that `node` is, with what it extends, or that the config of this name is.
  public mutating func mapping(
    _ node: ResolvedNode, wantedAs typeName: String
  ) -> ResolvedNode.Mapping? {
    if let mapping = node.mapping { return extended(mapping) }
    guard case .known(.text(let name))? = node.evaluation else {
      if !node.isReported {
        report(.wrongType, at: node.range, "expected a \(typeName), not \(node.kind)")
      }
      return nil
    }
    if let config = environment.scope.mapping(ofConfig: name) {
      for step in environment.dependencies(ofConfig: name) { depend(on: step) }
      note(name, node.scalar?.written, at: node.range)
      return config
    }
    if environment.broken.contains(name) {
      isPending = true
      return nil
    }
    if environment.offers[name] != nil {
      let configs = MissingName(.config, name, among: environment.configNames).explanation()
      report(
        Explanation(
          .wrongKind, "`\(name)` is a step, and a config is wanted here",
          remedy: configs.remedy, correction: configs.correction), at: node.range)
    } else {
      report(environment.explainMissing(.config, name, own: block), at: node.range)
    }
    return nil
  }

  private mutating func extended(_ mapping: ResolvedNode.Mapping) -> ResolvedNode.Mapping? {
    guard let name = mapping[Block.extendsKey] else { return mapping }
    guard name.mapping == nil else {
      report(
        .wrongType, at: name.range, "`extends` is the name of a config, not \(name.kind)")
      return nil
    }
    return self.mapping(name, wantedAs: "name of a config")?.extended(by: [mapping])
  }

  /// What an input refers to: `step`, or `step.output`, with a choice of points or without.
  ///
  /// - Returns: with the place of the point, unless the input takes all points together; `nil` after a
  ///   diagnostic, or where an earlier error leaves it unknown.
  mutating func find<Value: InputValue>(
    _ written: LocatedText, at range: SourceRange
  ) -> (Binding<Value>, Int?)? {
    guard let path = path(of: written, at: range) else { return nil }
    let reference = path.description
    let step = path.root.text
    guard let offers = environment.offers[step] else {
      if environment.broken.contains(step) {
        isPending = true
      } else if environment.scope.isConfig(step) {
        report(
          .wrongKind, at: range,
          "`\(step)` is a config, and a \(Value.inputName) is wanted here")
      } else {
        let rest = written.text.dropFirst(step.count)
        report(
          environment.explainMissing(.step, step, own: block, spelled: { $0 + rest }), at: range)
      }
      return nil
    }
    guard let selection = selection(at: path, of: offers, asWhole: Value.spansPoints, range) else {
      return nil
    }
    depend(on: step, asWhole: Value.spansPoints || selection.isPending)
    note(step, written, at: range)
    let output = path.names.count > 1 ? path.names[1...].map(\.text).joined(separator: ".") : nil
    if Value.spansPoints {
      guard let offer = offers.together(at: selection) else { return nil }
      guard let binding = Value.find(output, in: offer) else {
        report(offer.explanation(ofMissing: reference, wanted: Value.self), at: range)
        return nil
      }
      return (binding, nil)
    }
    guard let index = selection.indices.first(where: { offers.offers[$0] != nil }),
      let offer = offers.offers[index]
    else { return nil }
    guard let binding = Value.find(output, in: offer) else {
      report(offer.explanation(ofMissing: reference, wanted: Value.self), at: range)
      return nil
    }
    return (binding, index)
  }

  private mutating func path(of written: LocatedText, at range: SourceRange) -> Path? {
    guard written.text.contains("[") else {
      let parts = written.text.split(separator: ".", maxSplits: 1).map(String.init)
      guard !parts.isEmpty else {
        report(.wrongType, at: range, "expected the name of a step")
        return nil
      }
      return Path(parts.map { Key($0, at: range) })
    }
    guard let expression = expression(written) else { return nil }
    guard case .path(let path) = expression else {
      report(
        .wrongType, at: range, "expected the name of a step, not an expression",
        remedy: "a choice is written `learn[rate=1e-3]`")
      return nil
    }
    return path
  }

  /// The points that an input means, noting those axes that the step has to take over.
  private mutating func selection(
    at path: Path, of offers: PointOffers, asWhole: Bool, _ range: SourceRange
  ) -> PointSelection? {
    do throws(LookupFailure) {
      var selection = try environment.scope.selection(at: path, from: offers.points, aligns: false)
      if selection.isPending { isPending = true }
      guard offers.points.hasAxes else { return selection }
      let own = asWhole ? environment.point.on(offers.notebookAxes) : environment.point
      try selection.align(with: own, step: offers.step)
      if asWhole { noteMissing(from: offers, in: selection, range) }
      let rest = asWhole ? selection.points.on(offers.notebookAxes) : selection.points
      if rest.hasAxes {
        inherited.append(
          InheritedPoints(rest, notebookAxes: offers.notebookAxes, step: offers.step, at: range))
      }
      return selection
    } catch {
      if let explanation = error.explanation { report(explanation, at: range) }
      return nil
    }
  }

  /// Says that an input that takes several points together lacks those that failed.
  private mutating func noteMissing(
    from offers: PointOffers, in selection: PointSelection, _ range: SourceRange
  ) {
    let missing = selection.indices.filter { offers.offers[$0] == nil }
    guard let first = missing.first else { return }
    diagnostics.append(
      Diagnostic(
        .missingPoints, .warning, at: range,
        "`\(offers.step)` has no result at \(missing.count) of \(selection.indices.count) points, such as "
          + offers.points.points[first].phrase))
  }

  /// Notes that an input takes what it refers to.
  mutating func take(_ input: InputReference) { inputs.append(input) }

  private mutating func note(_ name: String, _ written: LocatedText?, at range: SourceRange) {
    references.append(Key(name, at: written?.range ?? range))
  }

  private mutating func depend(on step: String, asWhole: Bool = true) {
    if !dependencies.contains(step) { dependencies.append(step) }
    if asWhole, !wholes.contains(step) { wholes.append(step) }
  }
}

extension StepOffer {
  fileprivate func explanation<Wanted: InputValue>(
    ofMissing reference: String, wanted: Wanted.Type
  ) -> Explanation {
    let offered = names(of: Wanted.self).map { "\(step).\($0)" }
    var explanation = MissingName(.output, reference, among: offered).explanation(
      otherwise: offered.isEmpty
        ? "the step `\(step)` makes no \(Wanted.inputName)"
        : "the step `\(step)` offers " + listed(offered))
    explanation.message = "`\(reference)` is not \(Wanted.inputName.withArticle)"
    return explanation
  }
}

extension ResolvedNode {
  /// Where a text stands in a scalar or a list of them.
  fileprivate func place(of text: String) -> SourceRange? {
    let nodes = sequence ?? [self]
    return nodes.first { node in
      if case .known(.text(text))? = node.evaluation { true } else { false }
    }?.range
  }
}

/// Points that a step takes over from one whose results it uses.
struct InheritedPoints {
  let points: PointSet
  let notebookAxes: Set<String>
  let step: String
  /// Where the step refers to it.
  let range: SourceRange

  init(_ points: PointSet, notebookAxes: Set<String>, step: String, at range: SourceRange) {
    self.points = points
    self.notebookAxes = notebookAxes.intersection(points.axes)
    self.step = step
    self.range = range
  }
}
