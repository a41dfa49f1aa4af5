import OctavoNotebook
import OctavoRunner

/// Where the names of a notebook are defined and referred to.
struct NameOccurrences {
  /// What a name is the name of; two things of different kinds may have one name.
  enum Kind: Hashable {
    /// A step, a config, an image, a table or an equation, which share their names.
    case block
    case parameter
    case heading
    case work
  }

  struct Occurrence: Hashable {
    var kind: Kind
    var name: String
    /// That of the name alone.
    var range: SourceRange
    var isDefinition: Bool
  }

  /// In the order of their places.
  private(set) var all: [Occurrence] = []
  /// Names that something refers to by a text that an expression puts together.
  private(set) var composed: Set<String> = []

  private let source: Source
  private let definedNames: Set<String>

  init(_ reading: NotebookReading) {
    source = reading.source
    let notebook = reading.notebook
    definedNames = Set(notebook.blocks.map(\.name.text) + notebook.labels.map(\.text))
    for block in notebook.blocks { note(.block, block.name, isDefinition: true) }
    for label in notebook.labels { note(.block, label, isDefinition: true) }
    for parameter in notebook.frontMatter.params {
      note(.parameter, parameter.name, isDefinition: true)
    }
    for heading in notebook.headings {
      all.append(
        Occurrence(
          kind: .heading, name: heading.identifier, range: heading.range, isDefinition: true))
    }
    let headings = Set(notebook.headings.map(\.identifier))
    for link in notebook.localLinks {
      let isHeading = headings.contains(link.text) && !definedNames.contains(link.text)
      note(isHeading ? .heading : .block, link, isDefinition: false, after: "#")
    }
    for cited in notebook.citedKeys { note(.work, cited.key, isDefinition: false, after: "@") }
    for reference in notebook.valueReferences { note(reference.expression.paths) }
    for block in notebook.blocks { note(block, in: reading) }
    var seen: Set<Occurrence> = []
    all = all.filter { seen.insert($0).inserted }.sorted { $0.range.start < $1.range.start }
  }

  func occurrence(at position: SourcePosition) -> Occurrence? {
    all.first { $0.range.contains(position) && $0.kind != .heading }
      ?? all.first { $0.range.contains(position) }
  }

  func occurrences(of one: Occurrence) -> [Occurrence] {
    all.filter { $0.kind == one.kind && $0.name == one.name }
  }

  func definition(of one: Occurrence) -> Occurrence? {
    occurrences(of: one).first(where: \.isDefinition)
  }

  // MARK: Noting

  private mutating func note(
    _ kind: Kind, _ key: Key, isDefinition: Bool, after sign: String = ""
  ) {
    guard let range = place(of: key.text, near: key.range, after: sign) else {
      composed.insert(key.text)
      return
    }
    all.append(
      Occurrence(kind: kind, name: key.text, range: range, isDefinition: isDefinition))
  }

  private mutating func note(_ paths: [Path]) {
    for path in paths {
      if path.root.text == NotebookScope.paramsName {
        if path.names.count > 1 { note(.parameter, path.names[1], isDefinition: false) }
      } else if definedNames.contains(path.root.text) {
        note(.block, path.root, isDefinition: false)
      }
      for case .literal(.text(let word), let range) in path.choices.flatMap(\.alternatives)
      where definedNames.contains(word) {
        note(.block, Key(word, at: range), isDefinition: false)
      }
    }
  }

  private mutating func note(_ block: Block, in reading: NotebookReading) {
    if let parent = block.extends { note(.block, parent, isDefinition: false) }
    guard let body = block.body else { return }
    note(body.paths)
    guard block.kind == .step else {
      noteNestedExtensions(in: Node(.mapping(body), at: block.range))
      return
    }
    if let axes = body["for"] { noteAxes(axes) }
    noteNestedExtensions(in: Node(.mapping(body), at: block.range))
    if let step = reading.plan.step(named: block.name.text) {
      note(step.expressions.flatMap(\.paths))
      for reference in step.references where definedNames.contains(reference.text) {
        note(.block, reference, isDefinition: false)
      }
    } else {
      let above = Set(
        reading.notebook.blocks.prefix { $0.name.text != block.name.text }.map(\.name.text))
      for entry in body.entries where !Self.proseKeys.contains(entry.key.text) {
        noteTexts(in: entry.value, above)
      }
    }
  }

  /// What a step says of itself to people.
  private static let proseKeys: Set = ["run", "caption", "alt", "show", "for", "title"]

  /// Of a block that could not be read in full: what looks like a reference.
  private mutating func noteTexts(in node: Node, _ above: Set<String>) {
    switch node.content {
    case .mapping(let mapping): for entry in mapping.entries { noteTexts(in: entry.value, above) }
    case .sequence(let nodes): for node in nodes { noteTexts(in: node, above) }
    case .scalar(let scalar):
      guard case .value(.text(let text)) = scalar.content else { return }
      let name = String(text.prefix { $0 != "." && $0 != "[" })
      if above.contains(name) {
        note(.block, Key(name, at: scalar.written.range), isDefinition: false)
      }
    }
  }

  /// Axes may have the names of steps and configs as their values.
  private mutating func noteAxes(_ node: Node) {
    switch node.content {
    case .mapping(let mapping): for entry in mapping.entries { noteAxes(entry.value) }
    case .sequence(let nodes): for node in nodes { noteAxes(node) }
    case .scalar(let scalar):
      if case .value(.text(let text)) = scalar.content, definedNames.contains(text) {
        note(.block, Key(text, at: node.range), isDefinition: false)
      }
    }
  }

  private mutating func noteNestedExtensions(in node: Node) {
    switch node.content {
    case .mapping(let mapping):
      for entry in mapping.entries {
        if entry.key.text == Block.extendsKey, let scalar = entry.value.scalar,
          case .value(.text(let name)) = scalar.content, definedNames.contains(name)
        {
          note(.block, Key(name, at: entry.value.range), isDefinition: false)
        }
        noteNestedExtensions(in: entry.value)
      }
    case .sequence(let nodes): for node in nodes { noteNestedExtensions(in: node) }
    case .scalar: break
    }
  }

  /// Where a name itself stands, of a range that begins with it, or before it; `nil` where the text
  /// does not have it.
  private func place(
    of name: String, near range: SourceRange, after sign: String
  ) -> SourceRange? {
    let wanted = Array((sign + name).unicodeScalars)
    guard !wanted.isEmpty else { return nil }
    for number in range.start.line...max(range.start.line, range.end.line, range.start.line + 1) {
      let line = Array(source.line(number).unicodeScalars)
      var start = number == range.start.line ? max(range.start.column - 1, 0) : 0
      // What stands in a range of one line begins with the name or with a sign before it.
      let isExact = sign.isEmpty && number == range.start.line && range.end.line == number
      let last = isExact ? min(range.end.column - 1, line.count) : line.count
      while start + wanted.count <= last {
        if line[start..<start + wanted.count].elementsEqual(wanted),
          !Self.continuesName(line, at: start + wanted.count),
          start == 0 || !sign.isEmpty || !Self.continuesName(line, at: start - 1)
        {
          let column = start + sign.unicodeScalars.count + 1
          return SourceRange(
            SourcePosition(line: number, column: column), length: name.unicodeScalars.count)
        }
        start += 1
      }
      if range.end.line == range.start.line, isExact { return nil }
    }
    return nil
  }

  private static func continuesName(_ line: [Unicode.Scalar], at index: Int) -> Bool {
    line.indices.contains(index) && line[index].isPartOfName
  }
}

extension SourceRange {
  /// Whether a place is in the range or directly behind it, where a cursor stands at its end.
  func contains(_ position: SourcePosition) -> Bool {
    start <= position && position <= end
  }
}
