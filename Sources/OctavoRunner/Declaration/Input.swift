import OctavoBase
import OctavoNotebook
import OctavoResults

/// Declares what an operation takes from an earlier step.
///
///     @Input("The text to learn from.") var data: Corpus
///
/// `data` is the artifact, and is there when the operation runs; `$data` is what is known of it
/// before, for checking.
@propertyWrapper
public struct Input<Value: InputValue>: Sendable {
  private let field: Field<Binding<Value>>
  private let countsByName: Bool

  public var wrappedValue: Value {
    guard let value = field.content.value else {
      preconditionFailure("an input was read before its step had run: \(field.help)")
    }
    return value
  }

  /// Where the input comes from and what is known of it.
  public var projectedValue: Binding<Value> {
    var binding = field.content
    binding.field = FieldReference(identity)
    return binding
  }

  /// An input that must be given, unless its type is optional.
  ///
  /// - Parameter countsByName: whether the result depends on what the notebook calls the input, as
  ///   the legend of a plot does. Else two inputs with one content are the same.
  public init(_ help: String, countsByName: Bool = false) {
    self.countsByName = countsByName
    field = Field(help: help, constraint: nil, initial: Value.whenLeftOut)
    FieldLog.current?.note(self)
  }
}

/// A step's output as another step's input.
public struct Binding<Value: InputValue>: Sendable {
  /// The step whose output it is; empty for an input left out.
  public var step: String
  /// The output's name.
  public var output: String
  public var outline: Value.Outline?
  public var value: Value?
  /// Of the content; there when `value` is.
  public var hash: ContentHash?
  /// The input, to report what is wrong with it.
  public fileprivate(set) var field: FieldReference?

  /// Whether the notebook names an input; one that is optional may be left out.
  public var isGiven: Bool { !step.isEmpty }

  /// In full, such as `pretrain.model`; empty for an input left out.
  public var reference: String { isGiven ? "\(step).\(output)" : "" }

  public init(
    step: String, output: String, outline: Value.Outline?, value: Value?, hash: ContentHash?
  ) {
    self.step = step
    self.output = output
    self.outline = outline
    self.value = value
    self.hash = hash
  }
}

/// Something that a step can take from an earlier one: an artifact or a table.
public protocol InputValue: Sendable {
  associatedtype Outline: Sendable

  /// What messages call it, such as `corpus`.
  static var inputName: String { get }

  /// Finds it among what a step offers: by name, or the main one where `name` is `nil`.
  static func find(_ name: String?, in offer: StepOffer) -> Binding<Self>?

  /// What stands for an input that is left out; `nil` if it must be given.
  static var whenLeftOut: Binding<Self>? { get }

  /// Whether an input takes that of all points of a step together, as it does a table. Of anything else
  /// a step takes one, and runs once for each.
  static var spansPoints: Bool { get }
}

extension InputValue {
  public static var spansPoints: Bool { false }
  public static var whenLeftOut: Binding<Self>? { nil }
}

extension Artifact {
  public static var inputName: String { kind.name }

  public static func find(_ name: String?, in offer: StepOffer) -> Binding<Self>? {
    let candidates = offer.artifacts.filter { $0.type == Self.self }
    let found = name.map { name in candidates.first { $0.name == name } } ?? candidates.first
    guard let found else { return nil }
    return Binding(
      step: offer.step, output: found.name, outline: found.outline as? Outline,
      value: found.artifact as? Self, hash: found.hash)
  }
}

extension Table: InputValue {
  public typealias Outline = TableOutline

  public static var inputName: String { "table" }
  public static var spansPoints: Bool { true }

  public static func find(_ name: String?, in offer: StepOffer) -> Binding<Table>? {
    let found =
      name.map { name in offer.tables.first { $0.name == name } }
      ?? offer.tables.first
    guard let found else { return nil }
    return Binding(
      step: offer.step, output: found.name, outline: found.outline, value: found.table,
      hash: found.table.map { ContentHash(of: Array($0.canonicalText.utf8)) })
  }
}

extension Optional: InputValue where Wrapped: InputValue {
  public typealias Outline = Wrapped.Outline

  public static var inputName: String { Wrapped.inputName }
  public static var spansPoints: Bool { Wrapped.spansPoints }
  public static var whenLeftOut: Binding<Self>? {
    Binding(step: "", output: "", outline: nil, value: .some(nil), hash: nil)
  }

  public static func find(_ name: String?, in offer: StepOffer) -> Binding<Self>? {
    Wrapped.find(name, in: offer).map {
      Binding(
        step: $0.step, output: $0.output, outline: $0.outline,
        value: $0.value.map(Optional.some), hash: $0.hash)
    }
  }
}

extension Input: FieldDeclaration {
  var identity: ObjectIdentifier { ObjectIdentifier(field) }
  var help: String { field.help }
  var typeName: String { Value.inputName }
  var isRequired: Bool { field.initial == nil }
  var isInput: Bool { true }
  var defaultValue: JSON? { nil }
  var allowed: String? { nil }

  var schema: JSON {
    .object([
      "type": .string("string"),
      "description": .string("\(help) The name of a step that makes a \(Value.inputName)."),
    ])
  }

  var contentGroup: (any OptionGroup)? { nil }

  var members: [(name: String, declaration: any FieldDeclaration)] { [] }

  var canonical: JSON {
    let content = field.content.hash.map { JSON.string($0.description) } ?? .null
    return countsByName
      ? .object(["name": .string(field.content.reference), "content": content]) : content
  }

  func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Bool {
    guard case .known(.text(let reference))? = node.evaluation else {
      if !node.isReported {
        decoder.report(
          .wrongType, at: node.range,
          "expected the name of a step that makes \(Value.inputName.withArticle), not \(node.kind)"
        )
      }
      return false
    }
    let written = node.scalar?.written ?? LocatedText(reference, from: node.range)
    guard let (binding, index): (Binding<Value>, Int?) = decoder.find(written, at: node.range)
    else {
      return false
    }
    field.set(binding)
    let field = field
    if let index {
      decoder.take(
        InputReference(step: binding.step, index: index, output: binding.output) { offer in
          if let binding = Value.find(binding.output, in: offer) { field.set(binding) }
        })
    }
    return true
  }
}

extension Table {
  /// The same text for the same table.
  var canonicalText: String {
    JSON.array(
      columns.map {
        .array([
          .string($0.name), .string($0.unit ?? ""),
          .array($0.values.map { $0?.canonical ?? .null }),
        ])
      }
    ).compactText
  }
}
