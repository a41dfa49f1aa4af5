import OctavoNotebook
import OctavoResults

/// What a step makes and other steps or the report can use: an artifact, a value, a table, a
/// figure, an estimate, or one of these that is made under some options only.
public protocol OutputValue: Sendable {
  /// What a step offers for an output of this type.
  static func outlines(named name: String, help: String) -> [OutputOutline]

  /// What stands for an output that was not made; `nil` where it must be.
  static var whenNotMade: Self? { get }

  func add(to result: inout StepResult, as name: String)
}

extension OutputValue {
  public static var whenNotMade: Self? { nil }
}

/// What help, checking and later steps know of one output.
public struct OutputOutline: Sendable {
  public enum Content: Sendable {
    case artifact(any Artifact.Type)
    case value(ValueType)
    /// Without columns where the options decide them.
    case table(TableOutline)
    case figure
  }

  public var name: String
  public var content: Content
  public var summary: String
  /// Whether a value is a part of a whole, which a report writes as percent.
  public var isShare = false

  public init(name: String, content: Content, summary: String) {
    self.name = name
    self.content = content
    self.summary = summary
  }
}

extension Artifact {
  public static func outlines(named name: String, help: String) -> [OutputOutline] {
    [OutputOutline(name: name, content: .artifact(Self.self), summary: help)]
  }

  public func add(to result: inout StepResult, as name: String) { result.artifacts[name] = self }
}

/// A value of one scalar type.
public protocol ScalarOutput: OutputValue {
  static var valueType: ValueType { get }
  var value: Value { get }
}

extension ScalarOutput {
  public static func outlines(named name: String, help: String) -> [OutputOutline] {
    [OutputOutline(name: name, content: .value(valueType), summary: help)]
  }

  public func add(to result: inout StepResult, as name: String) { result.values[name] = value }
}

extension Int: ScalarOutput {
  public static var valueType: ValueType { .integer }
  public var value: Value { .integer(self) }
}

extension Double: ScalarOutput {
  public static var valueType: ValueType { .number }
  public var value: Value { .number(self) }
}

extension String: ScalarOutput {
  public static var valueType: ValueType { .text }
  public var value: Value { .text(self) }
}

/// An estimate is a value and, under names of its own, the ends of its interval where it has one.
extension Estimate: OutputValue {
  public static func outlines(named name: String, help: String) -> [OutputOutline] {
    let summaries = [help, "The lower end of its 95 % interval.", "The upper end."]
    return zip(names(of: name), summaries).map {
      OutputOutline(name: $0, content: .value(.number), summary: $1)
    }
  }

  public func add(to result: inout StepResult, as name: String) {
    // One observation has no interval.
    let hasInterval = count > 1 || !lower.isNaN
    let numbers = hasInterval ? [value, lower, upper] : [value]
    for (name, number) in zip(Self.names(of: name), numbers) {
      result.values[name] = .number(number)
    }
  }
}

extension Output<Estimate> {
  /// The estimate with the ends of its interval, where a report is to show all three.
  public var withInterval: OutputSelection {
    OutputSelection(identity: identity, names: Estimate.names(of:))
  }
}

extension Figure: OutputValue {
  public static func outlines(named name: String, help: String) -> [OutputOutline] {
    [OutputOutline(name: name, content: .figure, summary: help)]
  }

  public func add(to result: inout StepResult, as name: String) { result.figures[name] = self }
}

/// A table, or one that is made under some options only.
public protocol TableOutput: OutputValue {}

extension Table: TableOutput {
  public static func outlines(named name: String, help: String) -> [OutputOutline] {
    [OutputOutline(name: name, content: .table(TableOutline()), summary: help)]
  }

  public func add(to result: inout StepResult, as name: String) { result.tables[name] = self }
}

extension Optional: TableOutput where Wrapped: TableOutput {}

extension Optional: OutputValue where Wrapped: OutputValue {
  public static func outlines(named name: String, help: String) -> [OutputOutline] {
    Wrapped.outlines(named: name, help: help)
  }

  public static var whenNotMade: Self? { .some(nil) }

  public func add(to result: inout StepResult, as name: String) {
    self?.add(to: &result, as: name)
  }
}
