// HTML: the report keeps a few elements of it, and says what it drops.
extension MarkdownReader {
  /// A tag within a sentence.
  mutating func html(inline node: CMarkNode) -> [Inline] {
    let html = EscapedSign.restored(inCode: hidden.restored(in: node.literal))
    let firstLine = html.prefix { !$0.isNewline }
    let range = SourceRange(place(node).position, length: firstLine.unicodeScalars.count)
    guard let text = HTMLTagText(Array(html.utf8)), text.length == html.utf8.count else {
      noteHTML(html, at: range)
      return []
    }
    if let tag = InlineTag(rawValue: text.name) {
      noteAttributes(of: text, at: range)
      return [
        .text(tags.mark(.init(tag: tag, isClosing: text.isClosing, source: html, range: range)))
      ]
    }
    guard HTMLBlock.folding.contains(text.name) else {
      noteHTML(html, at: range)
      return []
    }
    diagnostics.append(
      Diagnostic(
        .misplacedHTML, .warning, at: range,
        "`\(html)` within a sentence folds nothing; it is shown as text",
        remedy: "put it on a line of its own, with an empty line above it"))
    return [.text(html)]
  }

  mutating func html(_ node: CMarkNode) -> [Piece] {
    let literal = Array(node.literal.utf8)
    noteBlocks(inHTML: node.literal, from: line(node))
    guard let block = HTMLBlock(literal) else {
      noteHTML(node.literal, at: firstLine(of: node))
      return []
    }
    let lines = MarkdownText(bytes: literal, firstLine: line(node)).lines
    return block.pieces.flatMap { piece -> [Piece] in
      switch piece {
      case .tag(let text, let range):
        let index = lines.index(ofLineHolding: range.lowerBound)
        let byte =
          indentation(of: lines[index], line: line(node) + index)
          + range.lowerBound - lines[index].lowerBound + 1
        let source = String(decoding: literal[range], as: UTF8.self)
        let written = EscapedSign.restored(inCode: hidden.restored(in: source))
        let start = columns.place(line: line(node) + index, byte: byte).position
        return [.tag(foldingTag(text, source: written, at: start))]
      case .text(let range):
        return read(range, of: literal, lines: lines, from: line(node))
          .map { .element(.prose($0)) }
      }
    }
  }

  private mutating func foldingTag(
    _ text: HTMLTagText, source: String, at start: SourcePosition
  ) -> FoldingTag {
    let firstLine = source.prefix { !$0.isNewline }
    let range = SourceRange(start, length: firstLine.unicodeScalars.count)
    let isOpen = text.name == "details" && text.attributes.contains("open")
    noteAttributes(of: text, except: text.name == "details" ? "open" : nil, at: range)
    return FoldingTag(
      isSummary: text.name == "summary", isClosing: text.isClosing, isOpen: isOpen,
      source: source, range: range)
  }

  /// A text from a block of HTML as Markdown. A sign before it makes sure that it begins with a
  /// sentence, as it does on GitHub, whatever its first characters are.
  private mutating func read(
    _ range: Range<Int>, of literal: [UInt8], lines: [Range<Int>], from firstLine: Int
  ) -> [Prose] {
    let first = lines.index(ofLineHolding: range.lowerBound)
    let last = lines.index(ofLineHolding: range.upperBound)
    let cut = (first...last).map { index in
      let indentation = indentation(of: lines[index], line: firstLine + index)
      return index == first
        ? indentation + range.lowerBound - lines[index].lowerBound - 1 : indentation
    }
    let bytes = [UInt8(ascii: ".")] + literal[range]
    guard let document = CMarkDocument(bytes) else { return [] }
    let outer = (text, isInHTML)
    defer { (text, isInHTML) = outer }
    text = MarkdownText(bytes: bytes, firstLine: firstLine + first, cut: cut)
    isInHTML = true
    isAfterSign = true
    return withExtendedLifetime(document) { blocks(in: document.root) }
  }

  /// How many bytes of a line of the source stand before a block's part of it.
  private func indentation(of part: Range<Int>, line: Int) -> Int {
    guard (1...source.lines.count).contains(line) else { return 0 }
    return max(source.line(line).utf8.count - part.count, 0)
  }
}

// What is said of it.
extension MarkdownReader {
  /// An element's end needs no word where its beginning had one; a comment needs none at all.
  mutating func noteHTML(_ html: String, at range: SourceRange) {
    let rest = html.withoutComment
    guard !rest.isEmpty else { return }
    if let tag = HTMLTagText(Array(rest.utf8)) {
      if tag.isClosing, tag.length == rest.utf8.count, droppedElements.contains(tag.name) {
        return
      }
      droppedElements.insert(tag.name)
    }
    diagnostics.append(
      Diagnostic(
        .rawHTML, .warning, at: range, "raw HTML is left out of the report",
        remedy: "write it as Markdown"))
  }

  private mutating func noteAttributes(
    of tag: HTMLTagText, except kept: String? = nil, at range: SourceRange
  ) {
    let dropped = tag.attributes.filter { $0 != kept }
    guard let first = dropped.first else { return }
    diagnostics.append(
      Diagnostic(
        .rawHTML, .warning, at: range,
        dropped.count == 1
          ? "the attribute `\(first)` is left out of the report"
          : "the attributes of this tag, such as `\(first)`, are left out of the report",
        remedy: "write `<\(tag.name)\(kept.map { " " + $0 } ?? "")>`"))
  }

  mutating func noteUnpaired(_ use: InlineTag.Use) {
    let name = use.tag.rawValue
    diagnostics.append(
      Diagnostic(
        .unbalancedHTML, .warning, at: use.range,
        use.isClosing
          ? "`\(use.source)` ends nothing here; it is shown as text"
          : "`\(use.source)` is not closed in this text; it is shown as text",
        remedy: use.isClosing
          ? "take it out, or write `<\(name)>` where the element begins"
          : "close it with `</\(name)>` in the same paragraph, emphasis or cell"))
  }
}

extension String {
  /// Behind a comment that it begins with, and without white space at the ends.
  fileprivate var withoutComment: Substring {
    var rest = self[...].drop(while: \.isWhitespace)
    while rest.hasPrefix("<!--") {
      guard let end = rest.firstRange(of: "-->") else { return "" }
      rest = rest[end.upperBound...].drop(while: \.isWhitespace)
    }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}

extension [Range<Int>] {
  /// The last line that begins at a place or before it.
  fileprivate func index(ofLineHolding place: Int) -> Int {
    Swift.max(partitioningIndex { $0.lowerBound > place } - 1, 0)
  }
}
