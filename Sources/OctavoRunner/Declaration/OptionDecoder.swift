import OctavoNotebook
import OctavoResults

/// Reads the options of one block and keeps what is found on the way: problems, the steps that are
/// referred to, and where each option was written.
public struct OptionDecoder {
  let environment: Environment
  private(set) var diagnostics: [Diagnostic] = []
  /// The steps whose outputs are taken as inputs, in the order of first mention.
  private(set) var dependencies: [String] = []
  /// The outputs that inputs refer to.
  private(set) var inputs: [InputReference] = []
  /// What expressions mention that stand in options as plain text.
  private(set) var paths: [Path] = []
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

  /// The expression that a text is; `nil` if it is none, which is reported.
  public mutating func expression(_ text: LocatedText) -> Expression? {
    guard let expression = Expression.parse(text, &diagnostics) else { return nil }
    paths += expression.paths
    for step in environment.dependencies(of: expression.paths) { depend(on: step) }
    return expression
  }

  /// What an expression comes to; `nil` if it cannot be told, which is reported.
  public mutating func evaluate(_ expression: Expression) -> ExpressionValue? {
    expression.evaluate(in: environment.scope, &diagnostics)
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

  /// The mapping that `node` is, or that the config of this name is.
  public mutating func mapping(
    _ node: ResolvedNode, wantedAs typeName: String
  ) -> ResolvedNode.Mapping? {
    if let mapping = node.mapping { return mapping }
    guard case .known(.text(let name))? = node.evaluation else {
      if !node.isReported {
        report(.wrongType, at: node.range, "expected a \(typeName), not \(node.kind)")
      }
      return nil
    }
    if let config = environment.scope.mapping(ofConfig: name) {
      for step in environment.dependencies(ofConfig: name) { depend(on: step) }
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

  /// What an input refers to: `step`, or `step.output`.
  mutating func find<Value: InputValue>(
    _ reference: String, at range: SourceRange
  ) -> Binding<Value>? {
    let parts = reference.split(separator: ".", maxSplits: 1).map(String.init)
    guard let step = parts.first else {
      report(.wrongType, at: range, "expected the name of a step")
      return nil
    }
    guard let offer = environment.offers[step] else {
      if environment.broken.contains(step) {
        isPending = true
      } else if environment.scope.isConfig(step) {
        report(
          .wrongKind, at: range,
          "`\(step)` is a config, and a \(Value.inputName) is wanted here")
      } else {
        let rest = reference.dropFirst(step.count)
        report(
          environment.explainMissing(.step, step, own: block, spelled: { $0 + rest }), at: range)
      }
      return nil
    }
    guard let binding = Value.find(parts.dropFirst().first, in: offer) else {
      report(offer.explanation(ofMissing: reference, wanted: Value.self), at: range)
      return nil
    }
    depend(on: step)
    return binding
  }

  /// Notes that an input takes what it refers to.
  mutating func take(_ input: InputReference) { inputs.append(input) }

  private mutating func depend(on step: String) {
    if !dependencies.contains(step) { dependencies.append(step) }
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
