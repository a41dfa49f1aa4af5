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
  private var positions: [[String]: SourceRange] = [:]

  /// The name of the block whose options are read.
  private let block: String

  init(of block: String, environment: Environment) {
    self.block = block
    self.environment = environment
  }

  var problemCount: Int { diagnostics.count { $0.severity == .error } }

  public mutating func report(at range: SourceRange?, _ message: String, remedy: String? = nil) {
    diagnostics.append(Diagnostic(at: range, message, remedy: remedy))
  }

  mutating func warn(at range: SourceRange?, _ message: String, remedy: String? = nil) {
    diagnostics.append(Diagnostic(.warning, at: range, message, remedy: remedy))
  }

  /// Decodes what stands under `key`, remembering where.
  mutating func within<Result>(
    _ key: String, at range: SourceRange, _ decode: (inout OptionDecoder) -> Result
  ) -> Result {
    path.append(key)
    positions[path] = range
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
  public mutating func evaluate(_ expression: Expression) -> Evaluation? {
    expression.evaluate(in: environment.scope, &diagnostics)
  }

  /// Reports what a group found, each at the option it names.
  mutating func report(_ findings: Findings, of group: some OptionGroup, or range: SourceRange) {
    func place(of field: FieldReference?) -> SourceRange {
      let names = field.flatMap { group.path(to: $0) } ?? []
      return positions[path + names] ?? positions[path + names.prefix(1)] ?? range
    }
    for problem in findings.problems {
      report(at: place(of: problem.field), problem.message, remedy: problem.remedy)
    }
    for warning in findings.warnings {
      warn(at: place(of: warning.field), warning.message, remedy: warning.remedy)
    }
  }

  /// The mapping that `node` is, or that the config of this name is.
  public mutating func mapping(
    _ node: ResolvedNode, wantedAs typeName: String
  ) -> ResolvedNode.Mapping? {
    if let mapping = node.mapping { return mapping }
    guard case .known(.text(let name))? = node.evaluation else {
      if !node.isReported {
        report(at: node.range, "expected a \(typeName), not \(node.kind)")
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
    if environment.outlooks[name] != nil {
      report(
        at: node.range, "`\(name)` is a step, and a config is wanted here",
        remedy: suggestion(for: name, among: environment.configNames))
    } else {
      let (message, remedy) = environment.explainMissing(name, wanted: "config", own: block)
      report(at: node.range, message, remedy: remedy)
    }
    return nil
  }

  /// What an input refers to: `step`, or `step.output`.
  mutating func find<Value: InputValue>(
    _ reference: String, at range: SourceRange
  ) -> Binding<Value>? {
    let parts = reference.split(separator: ".", maxSplits: 1).map(String.init)
    guard let step = parts.first else {
      report(at: range, "expected the name of a step")
      return nil
    }
    guard let outlook = environment.outlooks[step] else {
      if environment.broken.contains(step) {
        isPending = true
      } else if environment.scope.isConfig(step) {
        report(at: range, "`\(step)` is a config, and a \(Value.inputName) is wanted here")
      } else {
        let (message, remedy) = environment.explainMissing(step, wanted: "step", own: block)
        report(at: range, message, remedy: remedy)
      }
      return nil
    }
    guard let binding = Value.find(parts.dropFirst().first, in: outlook) else {
      report(
        at: range, "`\(reference)` is not \(Value.inputName.withArticle)",
        remedy: outlook.remedy(forMissing: reference, wanted: Value.self))
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

extension Outlook {
  func remedy<Wanted: InputValue>(forMissing reference: String, wanted: Wanted.Type) -> String {
    let offered = names(of: Wanted.self).map { "\(step).\($0)" }
    return suggestion(for: reference, among: offered)
      ?? (offered.isEmpty
        ? "the step `\(step)` makes no \(Wanted.inputName)"
        : "the step `\(step)` offers " + listed(offered))
  }
}
