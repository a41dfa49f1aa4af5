import OctavoResults

/// Declares one output of an operation, once: its name is the property's, its type is the
/// property's, and help, checking and what later steps can refer to follow.
///
///     @Output("Mean cross-entropy, in nats per token.") var loss: Double
///
/// An output of an optional type is made under some options only.
@propertyWrapper
public struct Output<Value: OutputValue>: Sendable {
  let identity = OutputIdentity()
  let help: String
  /// Of a table whose columns do not depend on the options.
  private let columns: TableOutline?
  private let isShare: Bool
  private var made: Value?

  public var wrappedValue: Value {
    get {
      guard let value = made ?? Value.whenNotMade else {
        preconditionFailure("an output was read before it was made: \(help)")
      }
      return value
    }
    set { made = newValue }
  }

  /// The declaration, for what is said of an output besides its value: where it is shown, or what
  /// is known of it before the run.
  public var projectedValue: Output { self }

  public var isMade: Bool { made != nil }

  /// - Parameter isShare: Whether it is a part of a whole, which a report writes as percent.
  public init(_ help: String, isShare: Bool = false) {
    self.help = help
    self.isShare = isShare
    columns = nil
  }

  /// A table whose columns do not depend on the options.
  ///
  /// - Parameter types: of the columns that do not hold numbers.
  public init(_ help: String, columns: [String], types: [String: ScalarType] = [:])
  where Value: TableOutput {
    self.help = help
    self.columns = TableOutline(columns: columns, types: types)
    isShare = false
  }
}

extension Output {
  /// Those of the values that the output consists of.
  public func showing(_ names: [String]) -> OutputSelection {
    OutputSelection(identity: identity, names: { _ in names })
  }
}

/// What a report shows of an output that is several values.
public struct OutputSelection: DeclaredOutput, ShownDeclaration {
  let identity: OutputIdentity
  let names: @Sendable (String) -> [String]

  func shownNames(of name: String) -> [String] { names(name) }
}

extension Output: OutputDeclaration {
  func outlines(named name: String) -> [OutputOutline] {
    guard let columns else {
      return Value.outlines(named: name, help: help).map { outline in
        var outline = outline
        outline.isShare = isShare
        return outline
      }
    }
    return [OutputOutline(name: name, content: .table(columns), summary: help)]
  }

  func add(to result: inout StepResult, as name: String) -> Bool {
    guard let value = made ?? Value.whenNotMade else { return false }
    value.add(to: &result, as: name)
    return true
  }
}

/// Tells one declared output from another; a copy has the identity of what it is a copy of.
final class OutputIdentity: Sendable {}
