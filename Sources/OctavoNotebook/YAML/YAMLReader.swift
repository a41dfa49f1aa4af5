import OctavoResults
internal import Yams

/// Reads a stretch of the notebook's lines as YAML: the only file that sees Yams.
///
/// Of YAML, anchors, aliases, tags and further documents are left out: a notebook has `extends`
/// and `${…}` instead, and what cannot be shared cannot explode.
struct YAMLReader {
  private let firstLine: Int
  private let locator: ScalarLocator
  private let pairs: SurrogatePairs
  private var diagnostics: [Diagnostic] = []

  /// The mapping that lines of the notebook hold; an empty one where they hold nothing.
  ///
  /// - Parameter subject: What is read, as messages call it.
  /// - Returns: `nil` after an error.
  static func mapping(
    of source: Source, lines: Range<Int>, subject: String, _ diagnostics: inout [Diagnostic]
  ) -> Node.Mapping? {
    let texts = lines.map(source.line)
    let text = texts.map { $0 + "\n" }.joined()
    var reader = YAMLReader(
      firstLine: lines.lowerBound,
      locator: ScalarLocator(lines: texts, firstLine: lines.lowerBound),
      pairs: SurrogatePairs(text))
    do throws(Diagnostic) {
      try checkSize(of: texts, from: lines.lowerBound, subject: subject)
      try checkCharacters(of: texts, from: lines.lowerBound)
      try checkAliases(of: texts, from: lines.lowerBound)
      let root = try reader.compose()
      diagnostics += reader.diagnostics
      switch root?.content {
      case nil: return Node.Mapping()
      case .mapping(let mapping)?: return mapping
      case .scalar(let scalar)? where scalar.content == .null: return Node.Mapping()
      case .some:
        throw Diagnostic(
          .notAMapping, at: root?.range, "\(subject) is not a mapping",
          remedy: "write lines of the form `key: value`")
      }
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  private mutating func compose() throws(Diagnostic) -> Node? {
    let text = pairs.text
    do {
      // The default resolver would guess at types, which `ScalarSchema` knows.
      let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
      let root = try parser.singleRoot()
      // Nodes forget their anchors with the parser.
      return try withExtendedLifetime(parser) { try root.map { try convert($0, depth: 0) } }
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch {
      throw diagnostic(for: error, in: text)
    }
  }

  private mutating func convert(_ node: Yams.Node, depth: Int) throws(Diagnostic) -> Node {
    let start = position(node.mark)
    guard node.anchor == nil else { throw Self.anchor(at: start) }
    guard depth < Limits.nesting else { throw Self.tooDeep(at: start) }
    switch node {
    case .scalar(let scalar):
      return try convert(scalar, at: start)
    case .sequence(let sequence):
      try refuse(sequence.tag, at: start, unless: .seq)
      let elements = try sequence.map { element throws(Diagnostic) in
        try convert(element, depth: depth + 1)
      }
      let end = end(of: elements.last?.range, from: start)
      return Node(.sequence(elements), at: SourceRange(start, end))
    case .mapping(let mapping):
      try refuse(mapping.tag, at: start, unless: .map)
      var entries: [Node.Entry] = []
      for (key, value) in mapping {
        let key = try convert(key: key)
        entries.append(Node.Entry(key: key, value: try convert(value, depth: depth + 1)))
      }
      let last = entries.last.map { SourceRange($0.key.range.start, $0.value.range.end) }
      let end = end(of: last, from: start)
      return Node(.mapping(.init(entries)), at: SourceRange(start, end))
    case .alias:
      throw Self.anchor(at: start)
    }
  }

  private mutating func convert(key: Yams.Node) throws(Diagnostic) -> Key {
    let start = position(key.mark)
    guard key.anchor == nil else { throw Self.anchor(at: start) }
    guard case .scalar(let scalar) = key else {
      throw Self.notAWord(at: start)
    }
    try refuse(scalar.tag, at: start, unless: .str)
    let text = string(scalar)
    let (_, range) = locator.locate(text, style(scalar), at: start)
    return Key(text, at: range)
  }

  private mutating func convert(
    _ scalar: Yams.Node.Scalar, at start: SourcePosition
  ) throws(Diagnostic) -> Node {
    let style = style(scalar)
    try refuse(scalar.tag, at: start, unless: style == .plain ? .implicit : .str)
    let (written, range) = locator.locate(string(scalar), style, at: start)
    let content = content(of: written, at: range, isPlain: style == .plain)
    return Node(.scalar(Scalar(content, written: written)), at: range)
  }

  private mutating func content(
    of written: LocatedText, at range: SourceRange, isPlain: Bool
  ) -> Scalar.Content {
    let text = written.text
    if isPlain {
      if ScalarSchema.isNull(text) { return .null }
      switch ScalarSchema.reading(text) {
      case .value(let value): return .value(value)
      case .outOfRange(let problem):
        diagnostics.append(
          Diagnostic(
            .numberOutOfRange, at: range, "`\(text)` \(problem)",
            remedy: "put it in quotes if it is a text"))
        return .invalid
      case .text: break
      }
    }
    guard text.contains("${") else { return .value(.text(text)) }
    guard let template = Template.parse(written, &diagnostics) else { return .invalid }
    return template.literal.map { .value(.text($0)) } ?? .template(template)
  }

  private func style(_ scalar: Yams.Node.Scalar) -> ScalarLocator.Style {
    switch scalar.style {
    case .any, .plain: .plain
    case .singleQuoted: .singleQuoted
    case .doubleQuoted: .doubleQuoted
    case .literal, .folded: .block
    }
  }

  private func string(_ scalar: Yams.Node.Scalar) -> String {
    pairs.restored(in: scalar.string, isDoubleQuoted: scalar.style == .doubleQuoted)
  }

  private func position(_ mark: Mark?) -> SourcePosition {
    locator.clamped(
      SourcePosition(line: firstLine + (mark?.line ?? 1) - 1, column: mark?.column ?? 1))
  }

  /// Yams tells where a collection begins only.
  private func end(of last: SourceRange?, from start: SourcePosition) -> SourcePosition {
    let inner = last?.end ?? SourcePosition(line: start.line, column: start.column + 1)
    let opening = locator.scalar(at: start)
    guard opening == "[" || opening == "{" else { return inner }
    return locator.closingBracket(after: inner) ?? inner
  }
}

// What is refused.
extension YAMLReader {
  private static func anchor(at position: SourcePosition) -> Diagnostic {
    Diagnostic(
      .unsupportedYAML, at: SourceRange(position, length: 1),
      "anchors and aliases are not part of a notebook",
      remedy: "share values by `extends` and `${…}`; put a text that begins so in quotes")
  }

  private static func notAWord(at position: SourcePosition) -> Diagnostic {
    Diagnostic(
      .invalidYAML, at: SourceRange(position, length: 1), "a key is a word, not a list or mapping")
  }

  private static func tooDeep(at position: SourcePosition) -> Diagnostic {
    Diagnostic(
      .tooDeep, at: SourceRange(position, length: 1), "nested deeper than \(Limits.nesting) levels")
  }

  /// - Parameter given: The tag that Yams gives to what has none.
  private func refuse(
    _ tag: Tag, at start: SourcePosition, unless given: Tag.Name = .implicit
  ) throws(Diagnostic) {
    guard ![Tag.Name.implicit, given].map(\.rawValue).contains(tag.description) else { return }
    throw Diagnostic(
      .unsupportedYAML, at: SourceRange(start, length: 1), "tags are not part of a notebook",
      remedy: "put a text that begins with `!` in quotes")
  }

  private static func checkSize(
    of lines: [Substring], from firstLine: Int, subject: String
  ) throws(Diagnostic) {
    guard lines.reduce(0, { $0 + $1.utf8.count + 1 }) > Limits.blockBytes else { return }
    throw Diagnostic(
      .tooLarge, at: SourceRange(SourcePosition(line: firstLine, column: 1), length: 0),
      "\(subject) is larger than \(Limits.blockBytes >> 10) KB",
      remedy: "put data into a file of its own")
  }

  /// Refuses what YAML takes for a line end, and the notebook does not, so that positions would
  /// slip, and what it takes for no character.
  private static func checkCharacters(
    of lines: [Substring], from firstLine: Int
  ) throws(Diagnostic) {
    for (index, line) in lines.enumerated() {
      // The first bytes of all of them.
      guard line.utf8.contains(where: { $0 == 0xE2 || $0 == 0xEF }) else { continue }
      for (offset, scalar) in line.unicodeScalars.enumerated() where foreign.contains(scalar) {
        let position = SourcePosition(line: firstLine + index, column: offset + 1)
        throw Diagnostic(
          .invalidCharacter, at: SourceRange(position, length: 1),
          "the character \(scalar.visible) has no place in a block", remedy: "take it out")
      }
    }
  }

  private static let foreign: Set<Unicode.Scalar> = [
    "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}",
  ]

  /// Refuses aliases before Yams expands them. It compares the letters alone, and lets a few pass
  /// that could not explode, so that `int *p = &p` may stand in a text.
  private static func checkAliases(
    of lines: [Substring], from firstLine: Int
  ) throws(Diagnostic) {
    let anchors = Set(lines.flatMap { names(after: "&", in: $0).map(\.name) })
    guard !anchors.isEmpty else { return }
    var count = 0
    for (index, line) in lines.enumerated() {
      for alias in names(after: "*", in: line) where anchors.contains(alias.name) {
        count += 1
        guard count > harmlessAliases else { continue }
        throw anchor(at: SourcePosition(line: firstLine + index, column: alias.column))
      }
    }
  }

  private static let harmlessAliases = 4

  private static func names(
    after sigil: Unicode.Scalar, in line: Substring
  ) -> [(name: String, column: Int)] {
    guard line.unicodeScalars.contains(sigil) else { return [] }
    let scalars = Array(line.unicodeScalars)
    return scalars.indices.filter { scalars[$0] == sigil }.map { index in
      let name = scalars[(index + 1)...].prefix {
        $0.isDigit || $0.properties.isAlphabetic || $0 == "-" || $0 == "_"
      }
      return (String(String.UnicodeScalarView(name)), index + 1)
    }
  }
}

// What Yams reports.
extension YAMLReader {
  private func diagnostic(for error: any Error, in text: String) -> Diagnostic {
    guard let error = error as? YamlError else {
      return Diagnostic(.invalidYAML, at: nil, "not YAML: \(error)")
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return diagnostic(problem, from: position(context?.mark ?? mark), at: position(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(of: keys.first ?? "", at: position(context.mark), in: text)
    default:
      let start = SourcePosition(line: firstLine, column: 1)
      return diagnostic("\(error)", from: start, at: start)
    }
  }

  private func diagnostic(
    _ text: String, from start: SourcePosition, at position: SourcePosition
  ) -> Diagnostic {
    if text.hasPrefix("Maximum nesting level") { return Self.tooDeep(at: position) }
    let problem = YAMLProblem(text, at: locator.scalars(from: position))
    var place = problem.liesAtBeginning ? start : position
    place.column = max(place.column - problem.columnsBefore, 1)
    return Diagnostic(
      .invalidYAML, at: SourceRange(place, length: 1), problem.message, remedy: problem.remedy,
      replacement: problem.isMendedByQuotes ? quotation(at: place) : nil)
  }

  /// Quotes around the text that begins at a place, where it is all of a line's value.
  private func quotation(at place: SourcePosition) -> Replacement? {
    let start = SourcePosition(line: place.line, column: 1)
    let before = String(
      String.UnicodeScalarView(locator.scalars(from: start).prefix(place.column - 1)))
    guard before.wholeMatch(of: Self.beginningOfValue) != nil else { return nil }
    let rest = String(String.UnicodeScalarView(locator.scalars(from: place)))
    let text = rest.reversed().drop(while: \.isWhitespace).reversed()
    guard !rest.contains(" #") else { return nil }
    let written = String(text)
    return Replacement(
      of: written, at: SourceRange(place, length: written.unicodeScalars.count),
      by: "'" + written.replacing("'", with: "''") + "'")
  }

  private static var beginningOfValue: Regex<Substring> {
    /\s*(?:- +)*(?:[\w-]+:\s+)?/
  }

  /// Yams tells where the key stood first; the second is the one too many.
  private func duplicate(
    of key: String, at first: SourcePosition, in text: String
  ) -> Diagnostic {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let written = lines[first.line - firstLine].unicodeScalars.dropFirst(first.column - 1)
    guard written.drop(while: { $0 == "\"" || $0 == "'" }).starts(with: key.unicodeScalars) else {
      return Self.notAWord(at: first)
    }
    let indentation = String(repeating: " ", count: first.column - 1)
    let second = lines.indices.dropFirst(first.line - firstLine + 1).first { index in
      guard lines[index].hasPrefix(indentation + key) else { return false }
      let rest = lines[index].dropFirst(indentation.count + key.count)
      return rest.drop { $0 == " " }.first == ":"
    }
    let position = SourcePosition(
      line: second.map { firstLine + $0 } ?? first.line, column: first.column)
    return Diagnostic(
      .duplicateKey, at: SourceRange(position, length: key.unicodeScalars.count),
      "the key `\(key)` is given twice", remedy: "a mapping has each key once",
      notes: second == nil
        ? []
        : [
          .init(
            at: SourceRange(first, length: key.unicodeScalars.count), "it stands already here")
        ])
  }
}
