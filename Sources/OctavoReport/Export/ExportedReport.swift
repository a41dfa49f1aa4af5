import OctavoNotebook
import OctavoResults

/// A report in the parts that other formats are made of, in reading order.
struct ExportedReport {
  enum Part {
    /// Markdown as it stands in the notebook, with values in the place of `{value}` spans.
    case prose(String)
    case config(Block)
    case step(Block, StepRecord)
  }

  let run: Run
  let frontMatter: FrontMatter
  let parts: [Part]
  /// The images that the prose shows, by their addresses in it.
  let images: [String: [UInt8]]

  init(_ saved: SavedRun) {
    let notebook = Notebook.read(
      Source(path: saved.notebook.path, text: saved.notebook.text, name: saved.run.notebook))
    let lines = ValuesInProse(notebook, ReportedValues(run: saved.run, notebook: notebook)).lines
    var parts: [Part] = []
    var line = notebook.firstLine
    func addProse(before end: Int) {
      let text = lines[line - 1..<max(line, end) - 1].compactMap(\.self).joined(separator: "\n")
      if text.contains(where: { !$0.isWhitespace }) {
        parts.append(.prose(text.trimmingEmptyLines))
      }
    }
    for block in notebook.blocks {
      addProse(before: block.range.start.line)
      parts.append(
        block.kind == .config
          ? .config(block) : .step(block, Self.record(of: block, in: saved.run)))
      line = block.range.end.line + 1
    }
    addProse(before: lines.count + 1)
    run = saved.run
    frontMatter = notebook.frontMatter
    images = saved.images
    self.parts = parts
  }

  private static func record(of block: Block, in run: Run) -> StepRecord {
    run[step: block.name.text]
      ?? StepRecord(
        name: block.name.text, operation: "",
        status: .skipped(because: "it was not part of this run"))
  }

  /// The title and what the front matter says beneath it, as Markdown.
  var heading: String {
    let matter = frontMatter
    let byline = [matter.authors.joined(separator: ", "), matter.date ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " · ")
    return [
      "# \(run.title)", matter.subtitle.map { "**\($0)**" } ?? "", byline,
      matter.description ?? "", matter.abstract ?? "",
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// Whether the title stands in the prose already, as its first heading.
  var hasTitleInProse: Bool { frontMatter.title == nil }
}

/// A notebook's lines with the values that its prose quotes.
private struct ValuesInProse {
  /// Nil stands for a line that has become a part of the one before.
  private(set) var lines: [String?]

  init(_ notebook: Notebook, _ values: ReportedValues) {
    lines = notebook.source.lines.map(String.init)
    // From the end, so that the places of those before stay.
    for reference in notebook.valueReferences.reversed() {
      guard let text = values.text(reference) else { continue }
      replace(reference.range, by: text)
    }
  }

  /// Replaces a code span, given the range of its content.
  private mutating func replace(_ range: SourceRange, by text: String) {
    let (first, last) = (range.start.line - 1, range.end.line - 1)
    guard lines.indices.contains(first), lines.indices.contains(last),
      let firstLine = lines[first], let lastLine = lines[last]
    else { return }
    let before = firstLine.unicodeScalars.prefix(range.start.column - 1)
    let after = lastLine.unicodeScalars.dropFirst(range.end.column - 1)
    let opening = before.reversed().drop { $0 == " " }
    let closing = after.drop { $0 == " " }
    let ticks = opening.prefix { $0 == "`" }.count
    guard ticks > 0, closing.prefix(ticks).allSatisfy({ $0 == "`" }) else { return }
    let start = String(String.UnicodeScalarView(opening.dropFirst(ticks).reversed()))
    let end = String(String.UnicodeScalarView(closing.dropFirst(ticks)))
    let isCell = last == first && start.drop(while: \.isWhitespace).hasPrefix("|")
    lines[first] = start + (isCell ? text.replacing("|", with: "\\|") : text) + end
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
