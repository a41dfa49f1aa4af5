import OctavoBase
import OctavoNotebook

/// Declares one option of an operation or of a group, once: its name is the property's, its type
/// and default are the property's, and help, schema, checking and decoding all follow.
///
///     @Option("The number of optimizer steps.", .within(1...1_000_000)) var iterations = 2000
@propertyWrapper
public struct Option<Value: OptionValue>: Sendable {
  private let field: Field<Value>
  /// Options of a group are set in place, so each group that is decoded is a new one.
  private let makeDefault: (@Sendable () -> Value)?

  public var wrappedValue: Value { field.content }

  /// The option itself, to report what is wrong with it.
  public var projectedValue: FieldReference { FieldReference(identity) }

  /// An option with a default. A group's own defaults hold for what a mapping leaves out.
  public init(
    wrappedValue: @autoclosure @escaping @Sendable () -> Value, _ help: String,
    _ constraint: Constraint<Value>? = nil
  ) {
    field = Field(help: help, constraint: constraint, initial: wrappedValue())
    makeDefault = wrappedValue
    FieldLog.current?.note(self)
  }

  /// An option that must be given, unless its type is optional.
  public init(_ help: String, _ constraint: Constraint<Value>? = nil) {
    field = Field(help: help, constraint: constraint, initial: Value.whenLeftOut)
    makeDefault = nil
    FieldLog.current?.note(self)
  }

  /// An option that may be left out, with a constraint on it where it is given.
  public init<Wrapped>(_ help: String, _ constraint: Constraint<Wrapped>)
  where Value == Wrapped? {
    field = Field(help: help, constraint: constraint.optional, initial: Value.whenLeftOut)
    makeDefault = nil
    FieldLog.current?.note(self)
  }
}

extension Option: FieldDeclaration {
  var identity: ObjectIdentifier { ObjectIdentifier(field) }
  var help: String { field.help }
  var typeName: String { Value.typeName }
  var isRequired: Bool { field.initial == nil }
  var isInput: Bool { false }
  // Nothing that a declaration can say has to be read first.
  var defaultValue: JSON? { try? field.initial?.canonical }
  var allowed: String? { field.constraint?.description }
  var canonical: JSON { get throws { try field.content.canonical } }

  var schema: JSON {
    let schema = defaultGroup?.schema ?? Value.schema
    guard case .object(let members) = schema else { return schema }
    // A bound says nothing of a text, so it may stand beside the choice between number and expression.
    var extra = field.constraint?.schema ?? []
    extra.append(("description", .string(help)))
    if let defaultValue, defaultValue != .null { extra.append(("default", defaultValue)) }
    return .object(members.map { ($0.key, $0.value) } + extra)
  }

  var contentGroup: (any OptionGroup)? {
    Value.group == nil ? nil : field.content as Any as? any OptionGroup
  }

  var members: [(name: String, declaration: any FieldDeclaration)] {
    (defaultGroup ?? Value.group?.init())?.fields ?? []
  }

  private var defaultGroup: (any OptionGroup)? { field.initial as? any OptionGroup }

  func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Bool {
    let before = decoder.problemCount
    let decoded =
      if let makeDefault {
        Value.decode(node, over: makeDefault, &decoder)
      } else {
        Value.decode(node, &decoder)
      }
    guard let value = decoded else {
      if decoder.problemCount == before { decoder.isPending = true }
      return false
    }
    if let violation = field.constraint?.violation(value) {
      let culprit = violation.element.flatMap { node.sequence?[$0] } ?? node
      decoder.report(
        .forbiddenValue, at: culprit.range,
        "must be \(violation.mustBe), and is \(violation.isInstead ?? culprit.kind)")
      return false
    }
    field.set(value)
    return true
  }
}

/// Names a declared option or input.
public struct FieldReference: Hashable, Sendable {
  let identity: ObjectIdentifier

  init(_ identity: ObjectIdentifier) { self.identity = identity }
}

/// What the machinery needs to know of a declared option or input, whatever its type.
protocol FieldDeclaration: Sendable {
  /// That of its storage: a copy of the declaration has the same.
  var identity: ObjectIdentifier { get }
  var help: String { get }
  var typeName: String { get }
  var isRequired: Bool { get }
  var isInput: Bool { get }
  var defaultValue: JSON? { get }
  /// Follows “must be”.
  var allowed: String? { get }
  var schema: JSON { get }
  var canonical: JSON { get throws }
  /// The group that the field's content is, where it is one.
  var contentGroup: (any OptionGroup)? { get }
  /// The fields of the group that the field is, or is a list of.
  var members: [(name: String, declaration: any FieldDeclaration)] { get }

  /// Sets the field from a block. Returns whether it was set; what is wrong goes to the decoder.
  func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Bool
}

/// The storage behind an option. It is a reference, so that decoding can set the property of an
/// operation that reflection found; it is set before the operation is used and never after.
final class Field<Value: Sendable>: @unchecked Sendable {
  let help: String
  let constraint: Constraint<Value>?
  let initial: Value?
  private var decoded: Value?

  init(help: String, constraint: Constraint<Value>?, initial: Value?) {
    self.help = help
    self.constraint = constraint
    self.initial = initial
  }

  var content: Value {
    guard let value = decoded ?? initial else {
      preconditionFailure("an option was read before it was decoded: \(help)")
    }
    return value
  }

  func set(_ value: Value) { decoded = value }
}
