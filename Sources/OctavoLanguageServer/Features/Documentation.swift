import OctavoNotebook
import OctavoResults
import OctavoRunner

/// What is known of operations, options, outputs and blocks, as Markdown for hovers and completions.
struct Documentation {
  let reading: NotebookReading

  static func operation(_ operation: any Operation.Type) -> String {
    let document = OperationDocument(of: operation)
    let manual = document.manual
    var parts = ["**`\(manual.name)`**: \(manual.summary)"]
    if !manual.discussion.isEmpty { parts.append(manual.discussion) }
    if let inputs = list("Inputs", document.inputs) { parts.append(inputs) }
    if let options = list("Options", document.options) { parts.append(options) }
    parts.append(
      "**Outputs**\n\n"
        + document.outputs.map { "- \(output($0))" }.joined(separator: "\n"))
    parts.append("```yaml\n\(manual.example)\n```")
    return parts.joined(separator: "\n\n")
  }

  private static func list(_ title: String, _ fields: [OperationDocument.Field]) -> String? {
    guard !fields.isEmpty else { return nil }
    return "**\(title)**\n\n" + fields.map { "- \(entry($0))" }.joined(separator: "\n")
  }

  private static func entry(_ field: OperationDocument.Field) -> String {
    "`\(field.name)` (\(facts(field))): \(field.help)"
  }

  /// The type, the bounds and the default.
  static func facts(_ field: OperationDocument.Field) -> String {
    [field.type, field.allowed, field.presence].compactMap(\.self).joined(separator: ", ")
  }

  static func field(_ field: OperationDocument.Field) -> String {
    var text = "**`\(field.name)`**: \(facts(field))\n\n\(field.help)"
    if !field.members.isEmpty {
      text += "\n\n" + field.members.map { "- \(entry($0))" }.joined(separator: "\n")
    }
    return text
  }

  static func output(_ output: OutputOutline) -> String {
    "`\(output.name)` (\(output.content.typeName)): \(output.summary)"
  }

  /// A step or a config of the notebook.
  func block(_ name: String) -> String? {
    guard let block = reading.block(named: name) else { return nil }
    guard block.kind == .step else {
      return "config **\(name)**\n\n```yaml\n\(block.text)\n```"
    }
    guard let operation = reading.operation(ofStep: name) else { return "step **\(name)**" }
    var parts = ["step **\(name)** runs `\(operation.manual.name)`: \(operation.manual.summary)"]
    if let step = reading.plan.step(named: name), step.points.hasAxes {
      parts.append("\(step.points.points.count) points: \(step.points.summary)")
    }
    parts.append(
      "**Outputs**\n\n"
        + operation.outputs.map { "- \(Self.output($0))" }.joined(separator: "\n"))
    return parts.joined(separator: "\n\n")
  }

  /// What a path of an expression leads to.
  func path(_ names: [String]) -> String? {
    guard let root = names.first else { return nil }
    if root == NotebookScope.paramsName {
      guard names.count > 1,
        let parameter = reading.notebook.frontMatter.params.first(where: {
          $0.name.text == names[1]
        })
      else { return nil }
      return "parameter **\(names[1])**: `\(parameter.value)`"
    }
    guard names.count > 1, let operation = reading.operation(ofStep: root),
      let output = operation.outputs.first(where: { $0.name == names[1] })
    else { return block(root) }
    var text = "**`\(root).\(names[1])`**: \(output.content.typeName)\n\n\(output.summary)"
    let columns = reading.plan.outline(ofStep: root)?.tables[names[1]]?.keys.sorted() ?? []
    if names.count == 2, !columns.isEmpty {
      text += "\n\nColumns: " + columns.map { "`\($0)`" }.joined(separator: ", ")
    }
    return text
  }

  /// A work of the bibliography.
  func work(_ key: String) -> String? {
    guard
      let reference = reading.notebook.bibliographyEntries.first(where: { $0.key == key })
    else { return nil }
    return Self.work(reference)
  }

  static func work(_ reference: Reference) -> String {
    let text = ReferenceText(reference)
    let people = text.names.map { name in
      [name.given, name.familyWithParticle].filter { !$0.isEmpty }.joined(separator: " ")
    }
    let names = people.joined(separator: ", ") + (text.hasOtherNames ? " et al." : "")
    let year = text.year.map { " (\($0))" } ?? ""
    let rest = [text.title.map { "*\($0)*" }, text.container].compactMap(\.self)
    return ([names + year] + rest).filter { !$0.isEmpty }.joined(separator: ". ")
  }

  /// The options of a block at a path of keys; those that every step has among those of a step.
  func fields(of region: TextRegions.Region, at path: [String], _ cursor: BlockCursor)
    -> [OperationDocument.Field]
  {
    var fields: [OperationDocument.Field]
    switch region.kind {
    case .step:
      guard let name = cursor.values[["run"]], let operation = reading.catalogue[name] else {
        fields = OperationDocument.commonOptions
        break
      }
      let document = OperationDocument(of: operation)
      fields =
        OperationDocument.commonOptions.filter { common in
          !document.options.contains { $0.name == common.name }
        } + document.inputs + document.options
    case .config: fields = groupFields(ofConfig: region.name)
    default: return []
    }
    for key in path {
      guard let field = fields.first(where: { $0.name == key }) else { return [] }
      fields = field.members
    }
    return fields
  }

  /// What a config can say, by what steps take it for.
  private func groupFields(
    ofConfig name: String, besides known: Set<String> = []
  ) -> [OperationDocument.Field] {
    // A config that extends itself is wrong, and may be written.
    guard !known.contains(name) else { return [] }
    var found: [OperationDocument.Field] = []
    for step in reading.notebook.steps {
      guard let body = step.body, let operation = reading.operation(ofStep: step.name.text) else {
        continue
      }
      let document = OperationDocument(of: operation)
      collect(name, body, document.inputs + document.options, &found)
    }
    for config in reading.notebook.configs where config.extends?.text == name {
      found += groupFields(ofConfig: config.name.text, besides: known.union([name]))
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0.name).inserted }
  }

  private func collect(
    _ name: String, _ body: Node.Mapping, _ fields: [OperationDocument.Field],
    _ found: inout [OperationDocument.Field]
  ) {
    for entry in body.entries {
      guard let field = fields.first(where: { $0.name == entry.key.text }), field.takesConfig else {
        continue
      }
      if case .value(.text(name))? = entry.value.scalar?.content { found += field.members }
      if let inner = entry.value.mapping { collect(name, inner, field.members, &found) }
    }
  }
}
