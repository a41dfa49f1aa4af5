import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// Options that belong together and can be given as one mapping or as the name of a `config`:
/// a model's shape, a training recipe. An operation is a group too.
public protocol OptionGroup: OptionValue {
  init()

  /// Reports what the options' types and constraints cannot say, such as a width that the heads
  /// do not divide. Called only when every option is known.
  func check(_ problems: inout Problems)
}

extension OptionGroup {
  public func check(_ problems: inout Problems) {}
}

/// Problems that a group finds in its own options.
public struct Problems {
  struct Entry {
    var severity: Diagnostic.Severity
    /// `nil` for the group as a whole.
    var field: FieldReference?
    var explanation: Explanation
  }

  private var errors: [Entry] = []
  private var warnings: [Entry] = []

  /// Errors first.
  var all: [Entry] { errors + warnings }
  var hasErrors: Bool { !errors.isEmpty }

  /// - Parameters:
  ///   - field: the option or input to point at, of the group or of one within it, such as `$width`,
  ///     `$data.field` or `model.$width`; without it, all of the block.
  ///   - identifier: the kind of the problem.
  public mutating func report(
    at field: FieldReference? = nil, _ message: String, remedy: String? = nil,
    as identifier: DiagnosticIdentifier = .unsuitableOption
  ) {
    report(Explanation(identifier, message, remedy: remedy), at: field)
  }

  /// - Parameter field: as for ``report(at:_:remedy:as:)``. A correction takes the place of its
  ///   text there.
  public mutating func report(_ explanation: Explanation, at field: FieldReference? = nil) {
    errors.append(Entry(severity: .error, field: field, explanation: explanation))
  }

  /// Tells of something doubtful that does not keep the notebook from running.
  ///
  /// - Parameter field: as for ``report(at:_:remedy:as:)``.
  public mutating func warn(
    at field: FieldReference? = nil, _ message: String, remedy: String? = nil
  ) {
    let explanation = Explanation(.doubtfulOption, message, remedy: remedy)
    warnings.append(Entry(severity: .warning, field: field, explanation: explanation))
  }
}

extension OptionGroup {
  /// The option or input that notebooks write like this; `nil` where there is none.
  public func field(named name: String) -> FieldReference? {
    fields.first { $0.name == name }.map { FieldReference($0.declaration.identity) }
  }

  /// The names that lead to an option of this group or of one within it.
  func path(to field: FieldReference) -> [String]? {
    let fields = fields
    if let found = fields.first(where: { $0.declaration.identity == field.identity }) {
      return [found.name]
    }
    for (name, declaration) in fields {
      if let path = declaration.contentGroup?.path(to: field) { return [name] + path }
    }
    return nil
  }
}

extension OptionGroup {
  public static var typeName: String { "mapping, or the name of a config" }

  public static var schema: JSON { Self().schema }

  /// With the defaults of this very group.
  var schema: JSON {
    let fields = fields
    let mapping = JSON.object([
      "type": .string("object"),
      "properties": .object(
        fields.map { ($0.name, $0.declaration.schema) }
          + [(Block.extendsKey, .object(["type": .string("string")]))]),
      "required": .array(fields.filter(\.declaration.isRequired).map { .string($0.name) }),
      "additionalProperties": .boolean(false),
    ])
    return .object(["anyOf": .array([mapping, .object(["type": .string("string")])])])
  }

  public var canonical: JSON {
    get throws { .object(try fields.map { ($0.name, try $0.declaration.canonical) }) }
  }

  public static var group: (any OptionGroup.Type)? { Self.self }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Self? {
    decode(node, over: { Self() }, &decoder)
  }

  public static func decode(
    _ node: ResolvedNode, over makeDefault: () -> Self, _ decoder: inout OptionDecoder
  ) -> Self? {
    guard let mapping = decoder.mapping(node, wantedAs: typeName) else { return nil }
    return decode(mapping, at: node.range, over: makeDefault, &decoder)
  }

  /// Decodes the group from its mapping.
  static func decode(
    _ mapping: ResolvedNode.Mapping, at range: SourceRange,
    over makeDefault: () -> Self = { Self() }, _ decoder: inout OptionDecoder
  ) -> Self? {
    let (group, fields) = withFields(of: makeDefault)
    let names = fields.map(\.name)
    var isWhole = true
    for entry in mapping.entries {
      let key = entry.key.text
      guard let field = fields.first(where: { $0.name == key }) else {
        var explanation = MissingName(.option, key, among: names).explanation()
        if let owner = fields.first(where: { $0.declaration.members.contains { $0.name == key } }) {
          explanation.remedy = "it belongs to `\(owner.name)`, as in `\(owner.name): {\(key): …}`"
          explanation.correction = nil
        }
        decoder.report(explanation, at: entry.key.range)
        isWhole = false
        continue
      }
      let isSet = decoder.within(key, entry.value) { decoder in
        field.declaration.decode(entry.value, &decoder)
      }
      isWhole = isWhole && isSet
    }
    for field in fields where field.declaration.isRequired && mapping[field.name] == nil {
      decoder.report(
        .missingOption, at: range, "`\(field.name)` is missing",
        remedy: "add `\(field.name):` \(field.declaration.help.sentenceStart)")
      isWhole = false
    }
    guard isWhole else { return nil }
    var problems = Problems()
    group.checkAll(&problems)
    decoder.report(problems, of: group, or: range)
    return problems.hasErrors ? nil : group
  }
}

extension OptionGroup {
  /// Checks the groups that are part of this one, then this one.
  private func checkAll(_ problems: inout Problems) {
    let groups = groupLabels.finding(of: Self.self) {
      Set(
        Mirror(reflecting: self).children.compactMap {
          $0.value is any OptionGroup ? $0.label : nil
        })
    }
    if !groups.isEmpty {
      for child in Mirror(reflecting: self).children where groups.contains(child.label ?? "") {
        (child.value as? any OptionGroup)?.checkAll(&problems)
      }
    }
    check(&problems)
  }
}

/// Which properties of a type are groups.
private let groupLabels = TypeCache<Set<String>>()

extension String {
  /// A Swift name as notebooks write it: `_learningRate` is `learning-rate`.
  package var hyphenated: String {
    drop { $0 == "_" }.reduce(into: "") { name, character in
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
  }
}

package func listed(_ names: [String]) -> String {
  names.map { "`\($0)`" }.joined(separator: ", ")
}

extension String {
  /// A help sentence as it continues one: “The text to read.” becomes “(the text to read)”.
  var sentenceStart: String {
    let sentence = components(separatedBy: ". ")[0]
    let bare = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
    return "(" + bare.prefix(1).lowercased() + bare.dropFirst() + ")"
  }
}
