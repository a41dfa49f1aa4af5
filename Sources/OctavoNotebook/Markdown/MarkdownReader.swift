/// Reads Markdown into `Prose` and fenced blocks.
struct MarkdownReader {
  enum Element {
    case prose(Prose)
    case block(Fence)
  }

  /// What a container holds, before it is known what belongs together.
  enum Piece {
    case element(Element)
    /// The caption of a table beside it, if there is one.
    case caption(CaptionParagraph)
    case tag(FoldingTag)
  }

  /// A link to a place in the notebook itself.
  struct LocalLink {
    var target: Key
    /// Whether it has no text, and so asks for one.
    var isEmpty: Bool
  }

  private(set) var elements: [Element] = []
  var localLinks: [LocalLink] = []
  var linkedFiles: [LinkedFile] = []
  var values: [ValueReference] = []
  private(set) var citedKeys: [CitedKey] = []
  private(set) var headings: [HeadingPlace] = []
  var diagnostics: [Diagnostic] = []

  let source: Source
  /// Where a backslash may break a line.
  let linesEndingWithBackslash: [Int]
  var columns: ColumnCounter
  /// What is being read.
  var text: MarkdownText
  let hidden: HiddenSpans
  /// The long spans of the text that are still to be met.
  var longSpans: ArraySlice<MarkdownText.LongSpan> = []
  var footnotes: FootnoteCounter
  var tags = InlineTags()
  /// The elements of HTML whose beginning was warned of.
  var droppedElements: Set<String> = []
  /// Whether a text from a block of HTML is read.
  var isInHTML = false
  /// Whether the next text begins with a sign that was put before it.
  var isAfterSign = false
  /// The names of images, tables and equations.
  var labels: [Label] = []
  var captionCount = 0
  private var pieces: [Piece] = []
  private(set) var depth = 0
  private(set) var quoteDepth = 0
  private var identifiers = HeadingIdentifiers()
  /// Of all tables so far.
  var tableCells = 0

  /// - Parameters:
  ///   - firstLine: Where the Markdown begins in the source, counting from 1.
  ///   - hasBibliography: Whether there are citations.
  init(_ source: Source, from firstLine: Int, hasBibliography: Bool = false) {
    self.source = source
    linesEndingWithBackslash = source.lines.indices.filter {
      !source.lines[$0].reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
    }.map { $0 + 1 }
    columns = ColumnCounter(source)
    let hasText = firstLine <= source.lines.count
    let start = hasText ? source.line(firstLine).startIndex : source.text.endIndex
    let preparation = MarkdownPreparation(
      MarkdownText(bytes: EscapedSign.hidden(in: source.text[start...]), firstLine: firstLine),
      hasBibliography: hasBibliography)
    text = preparation.main
    hidden = preparation.hidden
    footnotes = FootnoteCounter(preparation.footnotes)
    read(preparation.main) { reader, document in
      for node in document.root.children { reader.readElement(node) }
    }
    elements = assembled(pieces)
    pieces = []
    readFootnotes()
    for label in preparation.undefined { noteUndefined(label) }
    diagnostics += footnotes.doubts
    for formula in preparation.formulas { check(formula) }
    labels.sort { $0.name.range.start < $1.name.range.start }
    noteCitations(preparation)
  }

  private mutating func read(
    _ text: MarkdownText, _ body: (inout MarkdownReader, CMarkDocument) -> Void
  ) {
    guard let document = CMarkDocument(text.bytes) else { return }
    self.text = text
    longSpans = text.longSpans[...]
    withExtendedLifetime(document) { body(&self, document) }
  }

  /// Those that the text refers to, and then those that they refer to.
  private mutating func readFootnotes() {
    var contents: [[Prose]] = []
    while let definition = footnotes.next() {
      var content: [Prose] = []
      read(definition.text) { reader, document in
        content = reader.blocks(in: document.root)
      }
      contents.append(content)
    }
    guard !contents.isEmpty else { return }
    let notes = contents.enumerated().map { index, content in
      Prose.Footnote(
        number: index + 1, references: footnotes.references(to: index + 1), content: content)
    }
    elements.append(.prose(.footnotes(notes)))
  }
}

// What is said of the whole.
extension MarkdownReader {
  private mutating func noteUndefined(_ reference: (label: String, line: Int, byte: Int)) {
    let start = columns.place(line: reference.line, byte: reference.byte).position
    diagnostics.append(
      Diagnostic(
        MissingName(
          .footnote, reference.label, among: Array(footnotes.labels), spelled: { "[^\($0)]" }
        ).explanation(otherwise: "define it at the left margin: `[^\(reference.label)]: text`"),
        .warning, at: SourceRange(start, length: reference.label.unicodeScalars.count + 3)))
  }
}

// Citations.
extension MarkdownReader {
  private mutating func noteCitations(_ preparation: MarkdownPreparation) {
    for cited in preparation.citedKeys {
      let start = columns.place(line: cited.line, byte: cited.byte).position
      let range = SourceRange(start, length: cited.key.unicodeScalars.count + 1)
      citedKeys.append(CitedKey(key: Key(cited.key, at: range), isNarrative: cited.isNarrative))
    }
    guard let first = preparation.idleCitations.first else { return }
    let others = preparation.idleCitations.count - 1
    let start = columns.place(line: first.line, byte: first.byte).position
    diagnostics.append(
      Diagnostic(
        .missingBibliography, .warning, at: SourceRange(start, length: 1),
        others > 0
          ? "this and \(others) more look like citations, but the front matter names no "
            + "bibliography: they are shown as they are"
          : "this looks like a citation, but the front matter names no bibliography: it is shown "
            + "as it is",
        remedy: "write `bibliography: references.bib` into the front matter, or `\\@` for the sign")
    )
  }
}

// Blocks.
extension MarkdownReader {
  private mutating func readElement(_ node: CMarkNode) {
    if node.kind == .code {
      let fence = Fence(source, openedIn: line(node), until: lastLine(node))
      if let fence, fence.announcesBlock {
        pieces.append(.element(.block(fence)))
        return
      }
      if let fence {
        diagnostics += fence.doubts
      } else {
        warnOfBlocks(
          in: line(node)...lastLine(node), "indented like this, a fence is shown as code, not run",
          remedy: "move it to the left margin, or quote it within a longer fence")
      }
    }
    pieces += pieces(node)
  }

  mutating func blocks(in node: CMarkNode) -> [Prose] {
    guard descend(into: node) else { return [] }
    defer { depth -= 1 }
    var result: [Piece] = []
    for child in node.children { result += pieces(child) }
    return assembled(result).compactMap { if case .prose(let prose) = $0 { prose } else { nil } }
  }

  private mutating func pieces(_ node: CMarkNode) -> [Piece] {
    switch node.kind {
    case .paragraph: paragraph(node)
    case .html: html(node)
    default: blocks(node).map { .element(.prose($0)) }
    }
  }

  /// With every caption at its table, and what is folded between its ends.
  private mutating func assembled(_ pieces: [Piece]) -> [Element] {
    let parts = FoldedParts(captioned(pieces), depth: depth)
    diagnostics += parts.diagnostics
    return parts.elements
  }

  private mutating func blocks(_ node: CMarkNode) -> [Prose] {
    switch node.kind {
    case .heading:
      let content = withoutSigns(inlines(in: node))
      let text = content.plainText
      let identifier = identifiers.next(for: text)
      headings.append(
        HeadingPlace(
          level: node.headingLevel, identifier: identifier, text: text,
          range: firstLine(of: node)))
      return [
        .heading(
          level: node.headingLevel, identifier: identifier, EmojiCodes.applied(to: content))
      ]
    case .quote:
      quoteDepth += 1
      defer { quoteDepth -= 1 }
      if case .alert(let kind)? = mark(of: node) {
        return [.alert(Prose.Alert(kind, blocks(in: node)))]
      }
      return [.quote(blocks(in: node))]
    case .list:
      return list(node)
    case .code:
      return [code(node)]
    case .thematicBreak:
      return [.thematicBreak]
    default:
      return []
    }
  }

  private mutating func list(_ node: CMarkNode) -> [Prose] {
    guard descend(into: node) else { return [] }
    defer { depth -= 1 }
    let items = node.children
    let tasks = items.map { item -> Bool? in
      if case .task(let isDone)? = mark(of: item) { isDone } else { nil }
    }
    return [
      .list(
        Prose.List(
          start: node.listStart, isTight: node.isTight, items: items.map { blocks(in: $0) },
          tasks: tasks.contains { $0 != nil } ? tasks : []))
    ]
  }

  /// The task or alert that a container opens with.
  private func mark(of node: CMarkNode) -> HiddenSpan? {
    guard let paragraph = node.firstChild, paragraph.kind == .paragraph,
      let text = paragraph.firstChild, text.kind == .text,
      case .span(let entry)? = hidden.pieces(of: text.literal).first
    else { return nil }
    return entry.span
  }

  private mutating func code(_ node: CMarkNode) -> Prose {
    let info = EscapedSign.restored(in: hidden.restored(in: node.info))
    if depth > 0, !isInHTML, let kind = Fence.kind(announcedBy: info) {
      diagnostics.append(
        Diagnostic(
          .blockNotRun, at: firstLine(of: node),
          "a \(kind.rawValue) inside a list, quotation or footnote is not run",
          remedy: "move it out, to the left margin"))
    }
    let language = info.split(whereSeparator: \.isWhitespace).first.map(String.init)
    let text = EscapedSign.restored(inCode: node.literal)
    if language == "math" { return .math(formula(node, info: info, text)) }
    return .code(language: language, text: text)
  }

  /// What is struck out or between tags, every escaped sign as itself, and emoji for their codes.
  mutating func finished(_ inlines: [Inline], inTable: Bool = false) -> [Inline] {
    EmojiCodes.applied(to: withoutSigns(inlines, inTable: inTable))
  }

  private mutating func withoutSigns(_ inlines: [Inline], inTable: Bool = false) -> [Inline] {
    var inlines = inlines
    if !tags.isEmpty {
      let pairing = InlineTagPairing(inlines, tags: tags, depth: depth)
      for use in pairing.unpaired { noteUnpaired(use) }
      inlines = pairing.inlines
    }
    return EscapedSign.restored(in: Strikethrough.applied(to: inlines), inTable: inTable)
  }

  /// Refuses to go deeper than this program's own recursion may.
  mutating func descend(into node: CMarkNode) -> Bool {
    guard depth < Limits.nesting else {
      diagnostics.append(
        Diagnostic(
          .tooDeep, at: firstLine(of: node), "nested deeper than \(Limits.nesting) levels"))
      return false
    }
    depth += 1
    return true
  }

  mutating func ascend() { depth -= 1 }
}
