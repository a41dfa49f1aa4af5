import OctavoBase
import OctavoNotebook
import OctavoResults

/// A type that an option may have: how it is written in a notebook, checked and described.
public protocol OptionValue: Sendable {
  /// What messages and help call it, such as `integer`.
  static var typeName: String { get }

  static var schema: JSON { get }

  /// Reads the value from a block. Reports what is wrong to the decoder and returns `nil`; returns
  /// `nil` without a report where the value is not known before the notebook runs.
  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Self?

  /// The same for an option with a default, some of which the block may leave as it is.
  ///
  /// - Parameter makeDefault: makes the default anew.
  static func decode(
    _ node: ResolvedNode, over makeDefault: () -> Self, _ decoder: inout OptionDecoder
  ) -> Self?

  /// What the value contributes to a step's key, and how help shows a default.
  /// - Throws: where the value stands for something that cannot be read, such as a file.
  var canonical: JSON { get throws }

  /// The group that the value is, or is a list of, for help.
  static var group: (any OptionGroup.Type)? { get }

  /// The value of an option without a default that is left out; `nil` if it must be given.
  static var whenLeftOut: Self? { get }
}

extension OptionValue {
  public static func decode(
    _ node: ResolvedNode, over makeDefault: () -> Self, _ decoder: inout OptionDecoder
  ) -> Self? {
    decode(node, &decoder)
  }

  public static var group: (any OptionGroup.Type)? { nil }
  public static var whenLeftOut: Self? { nil }

  /// Reports that `node` is no `Self`.
  package static func mismatch(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Self? {
    guard !node.isReported else { return nil }
    let hint = node.scalar?.hint
    var explanation = Explanation(
      .wrongType, "expected \(typeName.withArticle), not \(node.kind)", remedy: hint?.remedy)
    if let text = hint?.replacement, let written = node.scalar?.written.text,
      accepts(text, inPlaceOf: node, decoder)
    {
      explanation.correction = .init(of: written, by: text)
    }
    decoder.report(explanation, at: node.range)
    return nil
  }

  /// Whether a scalar would be a value of this type.
  private static func accepts(
    _ text: String, inPlaceOf node: ResolvedNode, _ decoder: OptionDecoder
  ) -> Bool {
    guard let value = Value(scalar: text) else { return false }
    var trial = decoder
    let written = LocatedText(text, from: node.range)
    let scalar = ResolvedScalar(.value(.known(value)), written: written)
    return decode(ResolvedNode(.scalar(scalar), at: node.range), &trial) != nil
  }
}

extension Int: OptionValue {
  public static var typeName: String { "integer" }
  public static var schema: JSON { .orExpression("integer") }
  public var canonical: JSON { .integer(self) }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Int? {
    switch node.evaluation {
    case .known(.integer(let integer)): return integer
    case .known(.number(let number)) where number == number.rounded() && abs(number) < 0x1p53:
      return Int(number)
    case .unknown(.scalar(let type)) where type.isNumeric: return nil
    case .known(.number):
      decoder.report(
        .wrongType, at: node.range, "expected an integer, not \(node.kind)",
        remedy: "wrap an expression in `round(…)`")
      return nil
    default: return mismatch(node, &decoder)
    }
  }
}

extension Double: OptionValue {
  public static var typeName: String { "number" }
  public static var schema: JSON { .orExpression("number") }
  public var canonical: JSON { .number(self) }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Double? {
    switch node.evaluation {
    case .known(let value):
      guard let number = value.double else { return mismatch(node, &decoder) }
      guard number.isFinite else {
        decoder.report(
          .forbiddenValue, at: node.range, "expected a finite number, not \(node.kind)")
        return nil
      }
      return number
    case .unknown(.scalar(let type)) where type.isNumeric: return nil
    default: return mismatch(node, &decoder)
    }
  }
}

extension Bool: OptionValue {
  public static var typeName: String { "true or false" }
  public static var schema: JSON { .orExpression("boolean") }
  public var canonical: JSON { .boolean(self) }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Bool? {
    switch node.evaluation {
    case .known(.boolean(let boolean)): return boolean
    case .unknown(.scalar(.boolean)): return nil
    default: return mismatch(node, &decoder)
    }
  }
}

extension String: OptionValue {
  public static var typeName: String { "text" }
  public static var schema: JSON { .object(["type": .string("string")]) }
  public var canonical: JSON { .string(self) }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> String? {
    switch node.evaluation {
    case .known(.text(let text)): return text
    case .unknown(.scalar(.text)): return nil
    default: return mismatch(node, &decoder)
    }
  }
}

/// Any scalar, kept as it is.
extension Value: OptionValue {
  public static var typeName: String { "number, text, true or false" }
  public static var schema: JSON {
    .object(["type": .array(["number", "string", "boolean"].map(JSON.string))])
  }
  public var canonical: JSON {
    switch self {
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    case .boolean(let boolean): .boolean(boolean)
    }
  }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Value? {
    switch node.evaluation {
    case .known(let value): return value
    case .unknown(.scalar): return nil
    default: return mismatch(node, &decoder)
    }
  }
}

/// How many elements of a list are told to be wrong before the rest is left alone.
let mostWrongElements = 20

/// A list, which may be written as one element alone.
extension Array: OptionValue where Element: OptionValue {
  public static var typeName: String { "list (\(Element.typeName) each)" }
  public static var schema: JSON {
    .object([
      "anyOf": .array([
        Element.schema, .object(["type": .string("array"), "items": Element.schema]),
      ])
    ])
  }
  public var canonical: JSON { get throws { .array(try map { try $0.canonical }) } }
  public static var group: (any OptionGroup.Type)? { Element.group }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> [Element]? {
    guard let nodes = node.sequence else {
      return Element.decode(node, &decoder).map { [$0] }
    }
    var elements: [Element] = []
    var wrong = 0
    for (index, node) in nodes.enumerated() {
      let before = decoder.problemCount
      if let element = Element.decode(node, &decoder) {
        elements.append(element)
      } else if decoder.problemCount > before {
        wrong += 1
        guard wrong < mostWrongElements || index + 1 == nodes.count else {
          decoder.report(
            .tooManyProblems, at: nodes[index + 1].range,
            "\(wrong) elements of this list are wrong already, so the "
              + "\((nodes.count - index - 1).forReading) from here on were not read")
          return nil
        }
      }
    }
    return elements.count == nodes.count ? elements : nil
  }
}

extension Optional: OptionValue where Wrapped: OptionValue {
  public static var typeName: String { Wrapped.typeName }
  public static var schema: JSON {
    .object(["anyOf": .array([Wrapped.schema, .object(["type": .string("null")])])])
  }
  public var canonical: JSON { get throws { try self?.canonical ?? .null } }
  public static var group: (any OptionGroup.Type)? { Wrapped.group }
  public static var whenLeftOut: Self? { .some(nil) }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Self? {
    if node.isNull { return .some(nil) }
    return Wrapped.decode(node, &decoder).map(Optional.some)
  }
}

extension JSON {
  /// The schema of a text with an expression in it.
  fileprivate static let expression = JSON.object([
    "type": .string("string"), "pattern": .string("\\$\\{"),
  ])

  /// The schema of a scalar of this type, or an expression in its place.
  fileprivate static func orExpression(_ type: String) -> JSON {
    .object(["anyOf": .array([.object(["type": .string(type)]), expression])])
  }
}

/// An option that is one of a few words.
public protocol OptionChoice: OptionValue, CaseIterable, RawRepresentable<String> {}

extension OptionChoice {
  public static var typeName: String {
    "one of " + allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  }
  public static var schema: JSON {
    .object([
      "anyOf": .array([
        .object(["enum": .array(allCases.map { .string($0.rawValue) })]), .expression,
      ])
    ])
  }
  public var canonical: JSON { .string(rawValue) }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Self? {
    guard case .known(.text(let word))? = node.evaluation else {
      if case .unknown(.scalar(.text))? = node.evaluation { return nil }
      return mismatch(node, &decoder)
    }
    if let choice = Self(rawValue: word) { return choice }
    decoder.report(
      MissingName(.choice, word, among: allCases.map(\.rawValue))
        .explanation(otherwise: "use \(typeName)"), at: node.range)
    return nil
  }
}

extension String {
  /// With “a” or “an” before it, where an article can stand.
  var withArticle: String {
    if hasPrefix("list") { return "a " + self }
    let hasNone = ["text", "true or false"].contains(self) || hasPrefix("one of") || isPlural
    return hasNone ? self : ("aeiou".contains(prefix(1)) ? "an " : "a ") + self
  }

  /// Whether it is an artifact's name such as `pairs`.
  private var isPlural: Bool { hasSuffix("s") && !hasSuffix("us") && !contains(" ") }
}
