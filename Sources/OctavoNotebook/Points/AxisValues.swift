import OctavoBase
import OctavoResults

/// Reads the values of an axis: a list, a single value, or a range such as `1..5`.
struct AxisValues {
  /// - Parameter axis: the axis with the place of its name.
  /// - Returns: `nil` after a diagnostic.
  static func read(
    _ node: ResolvedNode, of axis: Key, _ diagnostics: inout [Diagnostic]
  ) -> [Value]? {
    let nodes = node.sequence ?? [node]
    var values: [Value] = []
    for node in nodes {
      guard let more = read(element: node, of: axis, &diagnostics) else { return nil }
      values += more
    }
    if let problem = problem(of: values, axis.text) {
      diagnostics.append(
        Diagnostic(.invalidAxis, at: node.range, problem.message, remedy: problem.remedy))
      return nil
    }
    return values
  }

  private static func read(
    element node: ResolvedNode, of axis: Key, _ diagnostics: inout [Diagnostic]
  ) -> [Value]? {
    switch node.scalar?.content {
    case .value(.known(.text(let text)))?:
      guard let bounds = range(text) else { return [.text(text)] }
      guard bounds.lower <= bounds.upper else {
        diagnostics.append(
          Diagnostic(
            .invalidAxis, at: node.range, "the range `\(text)` is empty",
            remedy: "write the smaller end first"))
        return nil
      }
      guard isShort(bounds) else {
        diagnostics.append(
          Diagnostic(
            .tooManyPoints, at: node.range,
            "the range `\(text)` has more than \(NumberText.integer(longestRange)) values"))
        return nil
      }
      return (bounds.lower...bounds.upper).map(Value.integer)
    case .value(.known(let value))?:
      if let number = value.double, !number.isFinite {
        diagnostics.append(
          Diagnostic(.invalidAxis, at: node.range, "an axis takes finite numbers, not `\(value)`"))
        return nil
      }
      return [value]
    case .value?:
      diagnostics.append(
        Diagnostic(
          .invalidAxis, at: node.range,
          "the values of the axis `\(axis.text)` must be known before the run",
          remedy: "write them out, or take them from `params`"))
      return nil
    case .invalid?: return nil
    case .null?, nil:
      diagnostics.append(
        Diagnostic(
          .invalidAxis, at: node.range,
          "the axis `\(axis.text)` takes values, not \(node.kind)",
          remedy: "give numbers, texts, or the names of configs and steps: `\(axis.text): [a, b]`"))
      return nil
    }
  }

  /// The ends of `1..5`.
  static func range(_ text: String) -> (lower: Int, upper: Int)? {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2, let lower = Int(parts[0]), let upper = Int(parts[1]) else { return nil }
    return (lower, upper)
  }

  static func isShort(_ bounds: (lower: Int, upper: Int)) -> Bool {
    let (width, overflows) = bounds.upper.subtractingReportingOverflow(bounds.lower)
    return !overflows && width < longestRange
  }

  /// More values than any machine runs steps.
  static let longestRange = 1_000_000

  /// Why these cannot be the values of an axis.
  static func problem(
    of values: [Value], _ axis: String
  ) -> (message: String, remedy: String?)? {
    guard let first = values.first else {
      return ("the axis `\(axis)` has no values", "give at least one")
    }
    if axis == Point.seedAxis {
      guard values.allSatisfy({ if case .integer(0...) = $0 { true } else { false } }) else {
        return ("seeds are integers from 0 on", "write `seed: 1..5`, say")
      }
    }
    if let other = values.first(where: { !$0.isOfKind(first) }) {
      return (
        "the axis `\(axis)` has `\(first)` and `\(other)`, which are of two kinds",
        "give numbers alone, or texts alone"
      )
    }
    var seen: Set<Value> = []
    if let repeated = values.first(where: { !seen.insert($0.coordinate).inserted }) {
      return ("the axis `\(axis)` has the value `\(repeated)` twice", nil)
    }
    return nil
  }
}

extension Value {
  fileprivate func isOfKind(_ other: Value) -> Bool {
    type == other.type || (type.isNumeric && other.type.isNumeric)
  }
}

/// An axis for a whole notebook, as the command line gives it: `seed=1..5`, `width=64,128`.
public struct NotebookAxis: Hashable, Sendable {
  public var name: String
  public var values: [Value]

  public init(name: String, values: [Value]) {
    self.name = name
    self.values = values
  }

  /// - Throws: a diagnostic without a place.
  public init(parsing text: String) throws(Diagnostic) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, Fence.isName(parts[0]) else {
      throw Diagnostic(
        .invalidAxis, at: nil, "`\(text)` does not give an axis its values",
        remedy: "write `seed=1..5` or `width=64,128`, say")
    }
    name = parts[0]
    values = []
    for word in parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      if let bounds = AxisValues.range(word), bounds.lower <= bounds.upper {
        guard AxisValues.isShort(bounds) else {
          throw Diagnostic(
            .tooManyPoints, at: nil,
            "the range `\(word)` has more than \(NumberText.integer(AxisValues.longestRange)) values"
          )
        }
        values += (bounds.lower...bounds.upper).map(Value.integer)
      } else {
        let value = try Value(coordinate: word)
        if let number = value.double, !number.isFinite {
          throw Diagnostic(.invalidAxis, at: nil, "an axis takes finite numbers, not `\(word)`")
        }
        values.append(value)
      }
    }
    if let problem = AxisValues.problem(of: values, name) {
      throw Diagnostic(.invalidAxis, at: nil, problem.message, remedy: problem.remedy)
    }
  }
}

extension Value {
  /// A value as the command line writes it.
  /// - Throws: a diagnostic without a place.
  public init(coordinate text: String) throws(Diagnostic) {
    switch ScalarSchema.reading(text) {
    case .value(let value): self = value
    case .text: self = .text(text)
    case .outOfRange(let problem):
      throw Diagnostic(.numberOutOfRange, at: nil, "`\(text)` \(problem)")
    }
  }
}
