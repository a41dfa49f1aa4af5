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

  let run: Run
  let numbering: Numbering
  let frontMatter: FrontMatter
  let parts: [Part]
  /// The images that the prose shows, by their addresses in it.
  let images: [String: [UInt8]]
  /// Whether the title is the first heading of the prose.
  let hasTitleInProse: Bool

  init(_ saved: SavedRun) {
    let notebook = Notebook.read(
      Source(path: saved.notebook.path, text: saved.notebook.text, name: saved.run.notebook))
    let numbering = Numbering(
      notebook.elements.map { ReportDocument.Element($0, run: saved.run) })
    let lines = QuotingProse(
      notebook, ReportedValues(run: saved.run, notebook: notebook), numbering
    ).lines
    var parts: [Part] = []
    var line = min(notebook.firstLine, lines.count + 1)
    func addProse(before end: Int) {
      let text = lines[line - 1..<max(line, end) - 1].compactMap(\.self).joined(separator: "\n")
      if text.contains(where: { !$0.isWhitespace }) {
        parts.append(.prose(text.trimmingEmptyLines))
      }
    }
    for block in notebook.blocks {
      addProse(before: block.range.start.line)
      parts.append(
        block.kind == .config ? .config(block) : .step(block, saved.run.record(of: block)))
      line = block.range.end.line + 1
    }
    addProse(before: lines.count + 1)
    run = saved.run
    frontMatter = notebook.frontMatter
    images = saved.images
    hasTitleInProse =
      notebook.frontMatter.title == nil
      && notebook.elements.contains { element in
        if case .prose(.heading) = element { true } else { false }
      }
    self.numbering = numbering
    self.parts = parts
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

/// A notebook's lines with the values that its prose quotes, and the names of the figures, tables and
/// equations that it refers to.
private struct QuotingProse {
  /// Nil stands for a line that has become a part of the one before.
  private(set) var lines: [String?]

  init(_ notebook: Notebook, _ values: ReportedValues, _ numbering: Numbering) {
    lines = notebook.source.lines.map(String.init)
    let steps = Set(notebook.steps.map(\.name.text))
    var quotes = notebook.valueReferences.map { reference in
      let text = values.text(reference) ?? "[\(reference.source)]"
      return (range: reference.range, text: text, isCode: true)
    }
    for link in notebook.localLinks {
      let name = link.text
      guard
        let text = numbering.label(named: name)?.text ?? numbering.reference(to: name)?.text
          ?? (steps.contains(name) ? phrases.step(name) : nil)
      else { continue }
      quotes.append((range: link.range, text: text, isCode: false))
    }
    // From the end, so that the places of those before stay.
    for quote in quotes.sorted(by: { $0.range.start > $1.range.start }) {
      if quote.isCode {
        replace(codeSpan: quote.range, by: quote.text)
      } else {
        replace(emptyLink: quote.range, by: quote.text)
      }
    }
  }

  /// Replaces a link to a place in the notebook; one with a text of its own stays.
  private mutating func replace(emptyLink range: SourceRange, by text: String) {
    let place = range.start.line - 1
    guard lines.indices.contains(place), let line = lines[place]?.unicodeScalars else { return }
    let (before, rest) = (
      line.prefix(range.start.column - 1), line.dropFirst(range.start.column - 1)
    )
    guard String(rest).hasPrefix("[](#"), let end = rest.firstIndex(of: ")") else { return }
    lines[place] =
      String(before) + text.escapedForMarkdown + String(rest[rest.index(after: end)...])
  }

  /// Replaces a code span, given the range of its content.
  private mutating func replace(codeSpan range: SourceRange, by text: String) {
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
    guard ticks > 0, closing.prefix { $0 == "`" }.count == ticks else { return }
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

extension String {
  /// Without the empty lines at both ends.
  fileprivate var trimmingEmptyLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
