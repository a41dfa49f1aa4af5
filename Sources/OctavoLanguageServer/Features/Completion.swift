import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// What can be written where the cursor is.
struct Completion {
  let document: Document
  private let reading: NotebookReading
  private let position: SourcePosition
  /// The line up to the cursor.
  private let before: String

  init(_ document: Document, at position: SourcePosition) {
    self.document = document
    reading = document.reading
    self.position = position
    let line = document.source.line(position.line).unicodeScalars
    before = String(String.UnicodeScalarView(line.prefix(position.column - 1)))
  }

  /// A `CompletionList`.
  var list: JSON {
    let (items, written) = found
    let start = SourcePosition(line: position.line, column: position.column - written)
    let range = document.positions.json(SourceRange(start, position))
    return [
      "isIncomplete": false,
      "items": .array(items.enumerated().map { $1.json(replacing: range, order: $0) }),
    ]
  }

  /// And how many characters before the cursor an item takes the place of.
  private var found: (items: [CompletionItem], written: Int) {
    let region = reading.regions.region(ofLine: position.line)
    switch region?.kind {
    case .step?, .config?: return region.map(inBlock) ?? ([], 0)
    case .frontMatter?, .code?: return ([], 0)
    case nil: return inProse
    }
  }

  // MARK: Blocks

  private func inBlock(_ region: TextRegions.Region) -> (items: [CompletionItem], written: Int) {
    let lines = region.lines.map { document.source.line($0) }
    let cursor = BlockCursor(
      lines, line: position.line - region.lines.lowerBound, column: position.column - 1)
    if cursor.place == .comment { return ([], 0) }
    if let start = before.lastRange(of: "${"), !before[start.upperBound...].contains("}") {
      return expression(String(before[start.upperBound...]), in: region)
    }
    let documentation = Documentation(reading: reading)
    switch cursor.place {
    case .comment: return ([], 0)
    case .key(let path):
      return (
        keys(at: path, in: region, cursor, documentation), cursor.written.unicodeScalars.count
      )
    case .value(let path):
      if path == ["run"], region.kind == .step {
        return (operations, cursor.written.unicodeScalars.count)
      }
      let fields = documentation.fields(of: region, at: Array(path.dropLast()), cursor)
      let field = fields.first { $0.name == path.last }
      if field?.type.contains("comparison") == true {
        return expression(cursor.written, in: region)
      }
      if field == nil, path.first != "for", path.last != Block.extendsKey { return ([], 0) }
      let keys =
        cursor.isElement && field?.members.isEmpty == false
        ? keys(at: path, in: region, cursor, documentation) : []
      return (
        keys + values(of: field, at: path, in: region, cursor),
        cursor.written.unicodeScalars.count
      )
    }
  }

  private var operations: [CompletionItem] {
    reading.catalogue.operations.map { operation in
      CompletionItem(
        operation.manual.name, .operation, detail: operation.manual.summary,
        documentation: Documentation.operation(operation))
    }
  }

  private func keys(
    at path: [String], in region: TextRegions.Region, _ cursor: BlockCursor,
    _ documentation: Documentation
  ) -> [CompletionItem] {
    let present = Set(cursor.keys[path] ?? []).subtracting([cursor.written])
    let line = document.source.line(position.line).unicodeScalars.dropFirst(position.column - 1)
    let rest = line.drop(while: \.isPartOfName)
    let colon = rest.first == ":" ? "" : ": "
    var items = documentation.fields(of: region, at: path, cursor)
      .filter { !present.contains($0.name) }
      .map { field in
        CompletionItem(
          field.name, field.isInput ? .reference : .property,
          detail: Documentation.facts(field), documentation: field.help,
          text: field.name + colon)
      }
    // What is required comes first.
    let isRequired = { (item: CompletionItem) in item.detail?.hasSuffix("required") == true }
    items = items.filter(isRequired) + items.filter { !isRequired($0) }
    if region.kind == .config, path.isEmpty, !present.contains(Block.extendsKey) {
      items.append(
        CompletionItem(
          Block.extendsKey, .property, detail: "the name of a config above",
          text: Block.extendsKey + colon))
    }
    return items
  }

  private func values(
    of field: OperationDocument.Field?, at path: [String], in region: TextRegions.Region,
    _ cursor: BlockCursor
  ) -> [CompletionItem] {
    let line = region.lines.lowerBound - 1
    let configs = reading.names(of: .config, above: line)
    if path.last == Block.extendsKey { return configs.map(config) }
    if path.first == "for" {
      return path.count == 1
        ? configs.map(config)
        : reading.names(of: .step, above: line).map(step) + configs.map(config)
    }
    guard let field else { return [] }
    if path == ["show"], let operation = cursor.values[["run"]].flatMap({ reading.catalogue[$0] }) {
      return operation.outputs.filter(\.canBeShown).map(output)
    }
    var items = field.choices.map {
      CompletionItem($0, .choice, detail: field.presence == "default \($0)" ? "default" : nil)
    }
    if field.type.hasPrefix("true or false") {
      items += ["true", "false"].map { CompletionItem($0, .value) }
    }
    if field.isInput { items += inputs(of: field.type, above: line) }
    if field.takesConfig { items += configs.map(config) }
    return items
  }

  private func step(_ name: String) -> CompletionItem {
    CompletionItem(
      name, .variable, detail: reading.operation(ofStep: name).map { "step: \($0.manual.name)" },
      documentation: Documentation(reading: reading).block(name))
  }

  private func config(_ name: String) -> CompletionItem {
    CompletionItem(
      name, .module, detail: "config", documentation: Documentation(reading: reading).block(name))
  }

  private func output(_ output: OutputOutline) -> CompletionItem {
    CompletionItem(
      output.name, .field, detail: output.content.typeName, documentation: output.summary)
  }

  /// The steps that make what an input takes: by their names alone for what they mainly make.
  private func inputs(of type: String, above line: Int) -> [CompletionItem] {
    reading.names(of: .step, above: line).flatMap { name -> [CompletionItem] in
      let outputs = reading.operation(ofStep: name)?.outputs ?? []
      let fitting = outputs.filter { $0.content.isTaken(as: type) }
      let points =
        type == "table" && reading.plan.step(named: name)?.points.hasAxes == true
        ? [
          CompletionItem(
            "\(name).points", .field, detail: "table",
            documentation: "A row for each point of the step.")
        ] : []
      guard !fitting.isEmpty else { return points }
      return [step(name)]
        + fitting.map { output in
          CompletionItem(
            "\(name).\(output.name)", .field, detail: output.content.typeName,
            documentation: output.summary)
        } + points
    }
  }

  // MARK: Expressions

  private func expression(
    _ text: String, in region: TextRegions.Region?
  ) -> (items: [CompletionItem], written: Int) {
    let place = ExpressionCursor(text)
    let line = region.map { $0.lines.lowerBound - 1 } ?? Int.max
    let axes = region.flatMap { reading.plan.step(named: $0.name)?.points.axes } ?? []
    return (
      ExpressionCompletion(reading: reading, line: line, ownAxes: axes).items(place),
      place.written.unicodeScalars.count
    )
  }

  // MARK: Prose

  private var inProse: (items: [CompletionItem], written: Int) {
    if let start = before.lastRange(of: "`{value}"), !before[start.upperBound...].contains("`"),
      !before[start.upperBound...].contains(" | ")
    {
      return expression(String(before[start.upperBound...]), in: nil)
    }
    if let start = before.lastRange(of: "](#"), !before[start.upperBound...].contains(")") {
      return (labels, before[start.upperBound...].unicodeScalars.count)
    }
    if let sign = before.lastIndex(of: "@") {
      let key = before[before.index(after: sign)...]
      let isAddress = before[..<sign].last.map { $0.isLetter || $0.isNumber } ?? false
      if !isAddress, key.allSatisfy({ $0.isLetter || $0.isNumber || "-_:.+/".contains($0) }) {
        return (works, key.unicodeScalars.count)
      }
    }
    return ([], 0)
  }

  private var labels: [CompletionItem] {
    let notebook = reading.notebook
    return notebook.labels.map { CompletionItem($0.text, .reference, detail: "label") }
      + notebook.steps.map { step($0.name.text) }
      + notebook.headings.map {
        CompletionItem($0.identifier, .reference, detail: "heading: \($0.text)")
      }
  }

  private var works: [CompletionItem] {
    reading.notebook.bibliographyEntries.map { work in
      let text = ReferenceText(work)
      return CompletionItem(
        work.key, .reference, detail: text.title, documentation: Documentation.work(work))
    }
  }
}

extension OutputOutline {
  fileprivate var canBeShown: Bool {
    if case .artifact = content { false } else { true }
  }
}

extension OutputOutline.Content {
  /// Whether an input of this type takes it.
  fileprivate func isTaken(as type: String) -> Bool {
    switch self {
    case .artifact(let artifact): artifact.kind.name == type
    case .table: type == "table"
    case .value, .figure: false
    }
  }
}

extension String {
  fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
