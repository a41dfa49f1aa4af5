import OctavoBase
import OctavoNotebook

/// What is known of whatever stands at a place.
struct Hover {
  let document: Document
  let position: SourcePosition

  private var reading: NotebookReading { document.reading }
  private var documentation: Documentation { Documentation(reading: reading) }

  /// A `Hover`, or null.
  var json: JSON {
    guard let (text, range) = found else { return .null }
    var members: [(String, JSON)] = [
      ("contents", ["kind": "markdown", "value": .string(text)])
    ]
    if let range { members.append(("range", document.positions.json(range))) }
    return .object(members)
  }

  private var found: (String, SourceRange?)? {
    if let (names, range) = path, let text = documentation.path(names) { return (text, range) }
    if let occurrence = reading.names.occurrence(at: position) {
      let text =
        switch occurrence.kind {
        case .block: documentation.block(occurrence.name)
        case .parameter: documentation.path([NotebookScope.paramsName, occurrence.name])
        case .work: documentation.work(occurrence.name)
        case .heading: String?.none
        }
      if let text { return (text, occurrence.range) }
    }
    return inBlock
  }

  /// The path of an expression, up to the name at the place.
  private var path: ([String], SourceRange)? {
    let step = reading.regions.region(ofLine: position.line)
      .flatMap { reading.plan.step(named: $0.name) }
    let paths =
      reading.notebook.valueReferences.flatMap(\.expression.paths)
      + reading.notebook.blocks.flatMap { $0.body?.paths ?? [] }
      + (step?.expressions.flatMap(\.paths) ?? [])
    for path in paths where path.range.contains(position) {
      guard let index = path.names.firstIndex(where: { $0.range.contains(position) }) else {
        continue
      }
      return (path.names[...index].map(\.text), path.names[index].range)
    }
    return nil
  }

  private var inBlock: (String, SourceRange?)? {
    guard let region = reading.regions.region(ofLine: position.line),
      region.kind == .step || region.kind == .config
    else { return nil }
    let (word, range) = word
    let cursor = BlockCursor(
      region.lines.map { document.source.line($0) },
      line: position.line - region.lines.lowerBound, column: range.end.column - 1)
    switch cursor.place {
    case .comment: return nil
    case .key(let path):
      let field = documentation.fields(of: region, at: path, cursor).first { $0.name == word }
      return field.map { (Documentation.field($0), range) }
    case .value(let path):
      if path == ["run"], region.kind == .step {
        return reading.catalogue[word].map { (Documentation.operation($0), range) }
      }
      let fields = documentation.fields(of: region, at: Array(path.dropLast()), cursor)
      guard let field = fields.first(where: { $0.name == path.last }) else { return nil }
      let parts = word.split(separator: ".").map(String.init)
      if field.isInput, parts.count == 2, let text = documentation.path(parts) {
        return (text, range)
      }
      if path == ["show"],
        let output = reading.operation(ofStep: region.name)?.outputs.first(where: {
          $0.name == word
        })
      {
        return (Documentation.output(output), range)
      }
      return (Documentation.field(field), nil)
    }
  }

  /// The name at the place, with the dots in it.
  private var word: (String, SourceRange) {
    let line = Array(document.source.line(position.line).unicodeScalars)
    let isOfWord = { (scalar: Unicode.Scalar) in
      scalar == "." || scalar.isPartOfName
    }
    var start = min(position.column - 1, line.count)
    var end = start
    while start > 0, isOfWord(line[start - 1]) { start -= 1 }
    while end < line.count, isOfWord(line[end]) { end += 1 }
    let range = SourceRange(
      SourcePosition(line: position.line, column: start + 1), length: end - start)
    return (String(String.UnicodeScalarView(line[start..<end])), range)
  }
}
