import OctavoBase

/// What an operation's declaration says, laid out for help, schema and reference.
public struct OperationDocument: Sendable {
  public struct Field: Sendable {
    public var name: String
    public var type: String
    public var help: String
    /// `required`, `default 12`, `optional`.
    public var presence: String
    /// Follows “must be”.
    public var allowed: String?
    /// The fields of a group, where the field is one.
    public var members: [Field]
    /// The words that it may be, where there is a choice between some.
    public var choices: [String]
    /// Whether it takes a step's result.
    public var isInput: Bool
    /// Whether a config's name may stand for it.
    public var takesConfig: Bool
  }

  public var manual: Manual
  public var inputs: [Field]
  public var options: [Field]
  public var outputs: [OutputOutline]
  /// The outputs that a report shows unless `show` says otherwise.
  public var shown: [String]
  public var schema: JSON

  public init(of operation: any Operation.Type) {
    manual = operation.manual
    outputs = operation.outputs
    shown = operation.shownOutputs
    schema = operation.stepSchema
    let fields = operation.init().fields
    inputs = fields.filter(\.declaration.isInput).map(Field.init)
    options = fields.filter { !$0.declaration.isInput }.map(Field.init)
  }
}

extension OperationDocument.Field {
  init(name: String, declaration: any FieldDeclaration) {
    self.name = name
    type = declaration.typeName
    help = declaration.help
    allowed = declaration.allowed
    members = declaration.members.map(Self.init)
    choices = declaration.schema.choices
    isInput = declaration.isInput
    takesConfig = !isInput && (!members.isEmpty || name == StepOptions.forKey)
    presence =
      if declaration.isRequired {
        "required"
      } else if let value = declaration.defaultValue, value != .null, value != .array([]) {
        members.isEmpty ? "default \(value.compactText.unquoted)" : "optional"
      } else {
        "optional"
      }
  }
}

extension OperationDocument {
  /// The options that every step has, whatever its operation.
  public static let commonOptions = StepOptions().fields.map(Field.init)
}

extension JSON {
  /// The words of a schema's choice, also of one within a list or beside other forms.
  fileprivate var choices: [String] {
    if let words = self["enum"]?.elements { return words.compactMap(\.string) }
    if let forms = self["anyOf"]?.elements {
      return forms.lazy.map(\.choices).first { !$0.isEmpty } ?? []
    }
    return self["type"]?.string == "array" ? self["items"]?.choices ?? [] : []
  }
}

extension OptionGroup {
  /// A whole step of this operation as JSON Schema: what is common to all steps, and its own.
  static var stepSchema: JSON {
    let fields = Self().fields
    let common = StepOptions().fields
    return .object([
      "type": .string("object"),
      "properties": .object((common + fields).map { ($0.name, $0.declaration.schema) }),
      "required": .array(
        (["run"] + fields.filter(\.declaration.isRequired).map(\.name)).map(JSON.string)),
      "additionalProperties": .boolean(false),
    ])
  }
}

extension OperationDocument {
  /// The help of one operation, for a terminal of this width.
  public func text(width: Int = 80) -> String {
    var paragraphs = ["\(manual.name): \(manual.summary)"]
    if !manual.discussion.isEmpty { paragraphs.append(manual.discussion.wrapped(to: width)) }
    paragraphs.append(section("Inputs", inputs, width))
    paragraphs.append(section("Options", options, width))
    paragraphs.append(
      (["Outputs"]
        + outputs.map { output in
          "\(output.name) (\(output.content.typeName))".wrapped(
            to: width, indentation: 2, hanging: 6) + "\n"
            + output.summary.wrapped(to: width, indentation: 6)
        }).joined(separator: "\n"))
    if !shown.isEmpty {
      paragraphs.append(
        "Without `show`, a report shows \(listed(shown)), as far as they are made.".wrapped(
          to: width))
    }
    paragraphs.append(
      "Example\n" + "```step NAME\n\(manual.example)\n```".indented(by: 2))
    return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func section(_ title: String, _ fields: [Field], _ width: Int) -> String {
    fields.isEmpty ? "" : ([title] + fields.map { entry($0, 2, width) }).joined(separator: "\n")
  }

  private func entry(_ field: Field, _ indentation: Int, _ width: Int) -> String {
    let facts = [field.type, field.allowed, field.presence].compactMap { $0 }
    let head = "\(field.name): \(facts.joined(separator: ", "))".wrapped(
      to: width, indentation: indentation, hanging: indentation + 4)
    return
      ([head, field.help.wrapped(to: width, indentation: indentation + 4)]
      + field.members.map { entry($0, indentation + 4, width) }).joined(separator: "\n")
  }
}

extension OutputOutline.Content {
  /// What help calls it.
  public var typeName: String {
    switch self {
    case .artifact(let type): type.kind.name
    case .value(let type): type.description
    case .table(let outline):
      outline.columns.isEmpty ? "table" : "table: " + outline.columns.joined(separator: ", ")
    case .figure: "figure"
    }
  }
}

extension String {
  /// Breaks lines at spaces; paragraphs stay apart.
  ///
  /// - Parameter hanging: the indentation of a paragraph's further lines; without it, the first's.
  func wrapped(to width: Int, indentation: Int = 0, hanging: Int? = nil) -> String {
    func margin(_ count: Int) -> String { String(repeating: " ", count: count) }
    return split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
      var lines: [String] = []
      var line = margin(indentation)
      var isEmpty = true
      for word in paragraph.split(separator: " ") {
        if !isEmpty, line.count + 1 + word.count > width {
          lines.append(line)
          line = margin(hanging ?? indentation)
          isEmpty = true
        }
        line += (isEmpty ? "" : " ") + word
        isEmpty = false
      }
      return (lines + [line]).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  func indented(by count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }

  /// A JSON string without its quotation marks; anything else as it is.
  var unquoted: String {
    count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self
  }
}
