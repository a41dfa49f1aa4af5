import OctavoNotebook
import OctavoResults

/// A report in the parts that other formats are made of, in reading order.
struct ExportedReport {
  enum Part {
    /// Markdown as it stands in the notebook, with values and the names of figures in place of what
    /// refers to them.
    case prose(String)
    case config(Block)
    case step(Block, StepRecord)
  }

  /// A part with the lines of the notebook that it was made from, up to those of the next part.
  struct Piece {
    var part: Part
    /// Empty for what the notebook does not have, such as the list of works that it cites.
    var source = ""
  }

  let run: Run
  let numbering: Numbering
  let frontMatter: FrontMatter
  let pieces: [Piece]
  /// The lines of the notebook before the first part, such as its front matter.
  let opening: String
  /// What leads elsewhere from where the export stands, by its address in the notebook.
  let addresses: [String: String]
  /// The images that the prose shows, by their addresses in it.
  let images: [String: [UInt8]]
  /// Whether the title is the first heading of the prose.
  let hasTitleInProse: Bool

  var parts: [Part] { pieces.map(\.part) }

  var prose: [String] {
    parts.compactMap { if case .prose(let text) = $0 { text } else { nil } }
  }

  /// - Parameter place: `nil` where links stay as they are.
  init(_ saved: SavedRun, at place: ExportPlace? = nil) {
    let notebook = Notebook.read(
      Source(path: saved.notebook.path, text: saved.notebook.text, name: saved.run.notebook))
    let elements = notebook.elements.map { ReportDocument.Element($0, run: saved.run) }
    let numbering = Numbering(elements)
    let prose = notebook.elements.compactMap { element -> Prose? in
      if case .prose(let prose) = element { prose } else { nil }
    }
    let references = References(
      saved.references, citedIn: prose, words: phrases.referenceWords)
    var quotingProse = QuotingProse(notebook)
    quotingProse.quote(ReportedValues(run: saved.run, notebook: notebook))
    quotingProse.quote(numbering)
    if !references.works.isEmpty { quotingProse.quote(references, prose.flatMap(\.citations)) }
    let lines = quotingProse.lines
    var repeatsTitle = false
    if notebook.frontMatter.title != nil,
      case .prose(.heading(_, _, let content))? = notebook.elements.first
    {
      repeatsTitle = Page.repeatsTitle(content.plainText, saved.run.title)
    }
    var parts: [(part: Part, line: Int?)] = []
    var line = min(notebook.firstLine, lines.count + 1)
    func addProse(before end: Int) {
      var text = lines[line - 1..<max(line, end) - 1].compactMap(\.self).joined(separator: "\n")
      if parts.isEmpty, repeatsTitle { text = text.withoutHeading(repeating: saved.run.title) }
      if text.contains(where: { !$0.isWhitespace }) {
        parts.append((.prose(text.trimmingEmptyLines), line))
      }
    }
    for block in notebook.blocks {
      addProse(before: block.range.start.line)
      let part =
        block.kind == .config ? Part.config(block) : .step(block, saved.run.record(of: block))
      parts.append((part, block.range.start.line))
      line = block.range.end.line + 1
    }
    addProse(before: lines.count + 1)
    let starts = parts.compactMap(\.line) + [lines.count + 1]
    opening = notebook.source.text(fromLine: 1, before: starts[0])
    pieces =
      zip(parts, zip(starts, starts.dropFirst())).map { part, lines in
        Piece(
          part: part.part, source: notebook.source.text(fromLine: lines.0, before: lines.1))
      }
      + references.works.prefix(1).map { _ in
        let heading =
          ReferencesView.hasHeading(atEndOf: elements) ? "" : "## \(phrases.references)\n\n"
        let items = references.works.map(Self.item).joined(separator: "\n")
        return Piece(part: .prose(heading + items))
      }
    addresses = place?.addresses(of: notebook.linkedAddresses, in: saved.notebook) ?? [:]
    run = saved.run
    frontMatter = notebook.frontMatter
    images = saved.images
    hasTitleInProse =
      notebook.frontMatter.title == nil
      && notebook.elements.contains { element in
        if case .prose(.heading) = element { true } else { false }
      }
    self.numbering = numbering
  }

  /// A work of the list of references: an item of Markdown, with tags.
  private static func item(_ work: References.Work) -> String {
    let view = ReferenceView(work: work, words: phrases.referenceWords)
    return "- " + HTMLWriter.fragment(.fragment(view.nodes))
  }

  /// The title and what the front matter says beneath it, as Markdown.
  var heading: String {
    let matter = frontMatter
    let byline = [matter.authors.joined(separator: ", "), matter.date ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " · ")
    return
      ([
        "# \(run.title.escapedMarkdownLine)",
        matter.subtitle.map { "**\($0.escapedMarkdownLine)**" } ?? "",
        byline.escapedMarkdownLine, (matter.description ?? "").escapedMarkdownLine,
      ] + (matter.abstract ?? "").paragraphs.map(\.escapedMarkdownLine))
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Something that a step shows, with its number.
  func items(of record: StepRecord) -> [ExportedItem] {
    ExportedItem.all(of: record, in: run, numbering)
  }
}

extension String {
  /// Without the first heading that repeats a title.
  fileprivate func withoutHeading(repeating title: String) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices where Page.repeatsTitle(String(lines[index]), title) {
      let isUnderlined = index + 1 < lines.count && lines[index + 1].isUnderline
      guard isUnderlined || lines[index].trimmingPrefix(while: { $0 == " " }).first == "#" else {
        continue
      }
      lines.removeSubrange(index...index + (isUnderlined ? 1 : 0))
      break
    }
    return lines.joined(separator: "\n")
  }
}

extension Substring {
  /// Whether it makes a heading of the line before it.
  fileprivate var isUnderline: Bool {
    let signs = filter { !$0.isWhitespace }
    return !signs.isEmpty && (signs.allSatisfy { $0 == "=" } || signs.allSatisfy { $0 == "-" })
  }
}

/// A notebook's lines with the values, names of figures and works that its prose quotes.
private struct QuotingProse {
  private let notebook: Notebook
  private var quotes: [Quote] = []

  private struct Quote {
    var range: SourceRange
    /// What stands there; `nil` for the content of a code span.
    var written: String?
    /// In place of it: Markdown, and for a code span plain text.
    var text: String
  }

  init(_ notebook: Notebook) { self.notebook = notebook }

  mutating func quote(_ values: ReportedValues) {
    quotes += notebook.valueReferences.map { reference in
      Quote(range: reference.range, text: values.text(reference) ?? "[\(reference.source)]")
    }
  }

  /// Links without a text to figures, tables and equations, and the names that they have.
  mutating func quote(_ numbering: Numbering) {
    let steps = Set(notebook.steps.map(\.name.text))
    for link in notebook.localLinks {
      let name = link.text
      let label = numbering.label(named: name) ?? numbering.reference(to: name)
      guard let text = label?.text ?? (steps.contains(name) ? phrases.step(name) : nil) else {
        continue
      }
      quotes.append(
        Quote(range: link.range, written: "[](#\(name))", text: text.escapedForMarkdown))
    }
    for name in notebook.labels {
      if let label = numbering.label(named: name.text) { quote(label, of: name) }
    }
  }

  /// In place of the name of a figure or table its number, and the tag of an equation.
  private mutating func quote(_ label: Numbering.Label, of name: Key) {
    var start = name.range.start
    start.column -= 2
    var written = "{#\(name.text)}"
    guard start.column > 0, rest(at: start).hasPrefix(written) else { return }
    let before = notebook.source.line(start.line).unicodeScalars.prefix(start.column - 1)
    var text = "\(before.last == " " ? "" : " ")(\(label.text))"
    if label.kind == .equation {
      let spaces = before.reversed().prefix { $0 == " " || $0 == "\t" }.count
      written = String(before.suffix(spaces + 2)) + written
      guard written.hasPrefix("$$") else { return }
      start.column -= spaces + 2
      text = label.tag == nil ? "\\tag{\(label.shortText)} $$" : "$$"
    }
    let range = SourceRange(start, length: written.unicodeScalars.count)
    quotes.append(Quote(range: range, written: written, text: text))
  }

  /// Citations, but for those that go on on another line.
  mutating func quote(_ references: References, _ citations: [Citation]) {
    let longestFirst = citations.sorted { $0.source.utf8.count > $1.source.utf8.count }
    let citations = Dictionary(grouping: longestFirst) { $0.items.first?.key ?? "" }
    for cited in notebook.citedKeys {
      for citation in citations[cited.key.text] ?? []
      where citation.isNarrative == cited.isNarrative {
        guard let sign = citation.source.firstRange(of: "@\(cited.key.text)") else { continue }
        var start = cited.key.range.start
        start.column -= citation.source[..<sign.lowerBound].unicodeScalars.count
        guard start.column > 0, rest(at: start).hasPrefix(citation.source) else { continue }
        quotes.append(
          Quote(
            range: SourceRange(start, length: citation.source.unicodeScalars.count),
            written: citation.source, text: references.text(of: citation).escapedForMarkdown))
        break
      }
    }
  }

  private func rest(at place: SourcePosition) -> String {
    String(notebook.source.line(place.line).unicodeScalars.dropFirst(place.column - 1))
  }

  /// Nil stands for a line that has become a part of the one before.
  var lines: [String?] {
    var quoted = QuotedLines(lines: notebook.source.lines.map(String.init))
    // From the end, so that the places of those before stay.
    for quote in quotes.sorted(by: { $0.range.start > $1.range.start }) {
      if let written = quote.written {
        quoted.replace(written, at: quote.range.start, by: quote.text)
      } else {
        quoted.replace(codeSpan: quote.range, by: quote.text)
      }
    }
    return quoted.lines
  }
}

private struct QuotedLines {
  fileprivate var lines: [String?]

  mutating func replace(_ written: String, at start: SourcePosition, by text: String) {
    let place = start.line - 1
    guard lines.indices.contains(place), let line = lines[place]?.unicodeScalars else { return }
    let rest = line.dropFirst(start.column - 1)
    guard String(rest).hasPrefix(written) else { return }
    lines[place] =
      String(line.prefix(start.column - 1)) + text
      + String(rest.dropFirst(written.unicodeScalars.count))
  }

  /// Replaces a code span, given the range of its content.
  mutating func replace(codeSpan range: SourceRange, by text: String) {
    var (first, last) = (range.start.line - 1, range.end.line - 1)
    guard lines.indices.contains(first), lines.indices.contains(last),
      let firstLine = lines[first], let lastLine = lines[last]
    else { return }
    var before = firstLine.unicodeScalars.prefix(range.start.column - 1)
    var after = lastLine.unicodeScalars.dropFirst(range.end.column - 1)
    // A code span may begin or end with a line break.
    if first > 0, before.allSatisfy({ " >\t".unicodeScalars.contains($0) }),
      let line = lines[first - 1]
    {
      first -= 1
      before = line.unicodeScalars[...]
    }
    if last + 1 < lines.count, after.allSatisfy({ $0 == " " }), let line = lines[last + 1] {
      last += 1
      after = line.unicodeScalars.drop { " >\t".unicodeScalars.contains($0) }
    }
    let opening = before.reversed().drop { $0 == " " }
    let closing = after.drop { $0 == " " }
    let ticks = opening.prefix { $0 == "`" }.count
    guard ticks > 0, closing.prefix(while: { $0 == "`" }).count == ticks else { return }
    let start = String(String.UnicodeScalarView(opening.dropFirst(ticks).reversed()))
    let end = String(String.UnicodeScalarView(closing.dropFirst(ticks)))
    let words = text.excerpt(ResultText.value).split(whereSeparator: \.isNewline)
    var quoted = words.joined(separator: " ").escapedForMarkdown
    // A number and a full stop at the beginning of a line would be the sign of a list.
    let isAtStart = start.allSatisfy { " >\t-+*.)0123456789".contains($0) }
    if isAtStart, text.allSatisfy(\.isNumber), end.hasPrefix(".") || end.hasPrefix(")") {
      quoted += "\\"
    }
    lines[first] = start + quoted + end
    for line in lines.indices where line > first && line <= last { lines[line] = nil }
  }
}

extension Source {
  /// From the first character of a line up to that of another, with the line ends.
  fileprivate func text(fromLine first: Int, before end: Int) -> String {
    func start(_ line: Int) -> String.Index {
      lines.indices.contains(line - 1) ? lines[line - 1].startIndex : text.endIndex
    }
    return String(text[start(first)..<max(start(first), start(end))])
  }
}

extension String {
  /// Without the empty lines at both ends.
  var trimmingEmptyLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
