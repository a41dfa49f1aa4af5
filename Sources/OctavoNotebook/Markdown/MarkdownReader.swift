internal import CCMark

/// Reads CommonMark into `Prose` and fenced blocks: the only file that sees libcmark.
struct MarkdownReader {
  enum Element {
    case prose(Prose)
    case block(Fence)
  }

  /// A link to a place in the notebook itself.
  struct LocalLink {
    var target: Key
    /// Whether it has no text, and so asks for one.
    var isEmpty: Bool
  }

  private(set) var elements: [Element] = []
  private(set) var localLinks: [LocalLink] = []
  private(set) var values: [ValueReference] = []
  private(set) var headings: [(identifier: String, text: String)] = []
  private(set) var diagnostics: [Diagnostic] = []

  private let source: Source
  /// Lines that were cut off before cmark saw the text.
  private let lineOffset: Int
  private var columns: ColumnCounter
  private var identifiers = HeadingIdentifiers()
  private var depth = 0
  private var quoteDepth = 0

  /// - Parameter firstLine: Where the Markdown begins in the source, counting from 1.
  init(_ source: Source, from firstLine: Int) {
    self.source = source
    self.lineOffset = firstLine - 1
    self.columns = ColumnCounter(source)
    let hasText = firstLine <= source.lines.count
    let start = hasText ? source.line(firstLine).startIndex : source.text.endIndex
    var text = EscapedPipe.hidden(in: source.text[start...])
    let document = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { buffer in
        // Without CMARK_OPT_SOURCEPOS a code span across lines loses count of them.
        cmark_parse_document(buffer.baseAddress, buffer.count, CMARK_OPT_SOURCEPOS)
      }
    }
    guard let document else { return }
    defer { cmark_node_free(document) }
    for node in children(of: document) { readElement(node) }
  }
}

// Blocks.
extension MarkdownReader {
  private mutating func readElement(_ node: CMarkNode) {
    if cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK {
      let fence = Fence(source, openedIn: line(node), until: lastLine(node))
      if let fence, fence.announcesBlock {
        elements.append(.block(fence))
        return
      }
      if let fence { diagnostics += fence.doubts }
    }
    elements += blocks(node).map(Element.prose)
  }

  private mutating func blocks(in node: CMarkNode) -> [Prose] {
    guard descend(into: node) else { return [] }
    defer { depth -= 1 }
    var result: [Prose] = []
    for child in children(of: node) { result += blocks(child) }
    return result
  }

  private mutating func blocks(_ node: CMarkNode) -> [Prose] {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH:
      return paragraph(node)
    case CMARK_NODE_HEADING:
      let content = EscapedPipe.restored(in: inlines(in: node))
      let text = content.plainText
      let identifier = identifiers.next(for: text)
      headings.append((identifier, text))
      return [
        .heading(
          level: Int(cmark_node_get_heading_level(node)), identifier: identifier, content)
      ]
    case CMARK_NODE_BLOCK_QUOTE:
      quoteDepth += 1
      defer { quoteDepth -= 1 }
      return [.quote(blocks(in: node))]
    case CMARK_NODE_LIST:
      guard descend(into: node) else { return [] }
      defer { depth -= 1 }
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      let items = children(of: node).map { blocks(in: $0) }
      return [
        .list(
          Prose.List(
            start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
            isTight: cmark_node_get_list_tight(node) != 0, items: items))
      ]
    case CMARK_NODE_CODE_BLOCK:
      return [code(node)]
    case CMARK_NODE_THEMATIC_BREAK:
      return [.thematicBreak]
    case CMARK_NODE_HTML_BLOCK:
      noteHTML(literal(node), at: firstLine(of: node))
      refuseBlocks(inHTML: literal(node), from: line(node))
      return []
    default:
      return []
    }
  }

  private mutating func paragraph(_ node: CMarkNode) -> [Prose] {
    let content = inlines(in: node)
    guard let (before, table) = PipeTableReader.split(content) else {
      return [.paragraph(EscapedPipe.restored(in: content))]
    }
    let paragraph = before.isEmpty ? [] : [Prose.paragraph(EscapedPipe.restored(in: before))]
    return paragraph + [.table(table)]
  }

  private mutating func code(_ node: CMarkNode) -> Prose {
    let info = cmark_node_get_fence_info(node).map(String.init(cString:)) ?? ""
    if depth > 0, let kind = Fence.kind(announcedBy: EscapedPipe.restored(in: info)) {
      diagnostics.append(
        Diagnostic(
          at: firstLine(of: node), "a \(kind.rawValue) inside a list or quotation is not run",
          remedy: "move it out, to the left margin"))
    }
    let language = info.split(whereSeparator: \.isWhitespace).first
    return .code(
      language: language.map { EscapedPipe.restored(in: String($0)) },
      text: EscapedPipe.restored(inCode: literal(node)))
  }

  /// HTML goes on to the next empty line, so that a step right under a tag is part of it. Comments
  /// and what HTML itself takes literally may hold anything.
  private mutating func refuseBlocks(inHTML html: String, from firstLine: Int) {
    guard let tag = html.firstMatch(of: /^\s*<\/?([A-Za-z][A-Za-z0-9]*)/)?.output.1,
      !["pre", "script", "style", "textarea"].contains(tag.lowercased())
    else { return }
    for (index, text) in html.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let fence = text.drop { $0 == " " }
      guard fence.hasPrefix("```") || fence.hasPrefix("~~~"), let sign = fence.first,
        let kind = Fence.kind(announcedBy: String(fence.drop { $0 == sign }))
      else { continue }
      diagnostics.append(
        Diagnostic(
          at: source.range(ofLine: firstLine + index), "a \(kind.rawValue) inside HTML is not run",
          remedy: "put an empty line above it"))
    }
  }

  /// Refuses to go deeper than this program's own recursion may.
  private mutating func descend(into node: CMarkNode) -> Bool {
    guard depth < Limits.nesting else {
      diagnostics.append(
        Diagnostic(
          at: firstLine(of: node), "nested deeper than \(Limits.nesting) levels"))
      return false
    }
    depth += 1
    return true
  }
}

// Inlines.
extension MarkdownReader {
  private mutating func inlines(in node: CMarkNode) -> [Inline] {
    guard descend(into: node) else { return [] }
    defer { depth -= 1 }
    var result: [Inline] = []
    for child in children(of: node) { result += inlines(child) }
    return result
  }

  private mutating func inlines(_ node: CMarkNode) -> [Inline] {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT:
      let text = literal(node)
      // cmark leaves one where it took the white space before a line break away.
      return text.isEmpty ? [] : [.text(text)]
    case CMARK_NODE_SOFTBREAK: return [.softBreak]
    case CMARK_NODE_LINEBREAK: return [.lineBreak]
    case CMARK_NODE_EMPH: return [.emphasis(inlines(in: node))]
    case CMARK_NODE_STRONG: return [.strong(inlines(in: node))]
    case CMARK_NODE_CODE: return [code(span: node)]
    case CMARK_NODE_LINK: return link(node)
    case CMARK_NODE_IMAGE: return image(node)
    case CMARK_NODE_HTML_INLINE:
      let html = literal(node)
      let firstLine = html.prefix { !$0.isNewline }
      noteHTML(html, at: SourceRange(place(node).position, length: firstLine.unicodeScalars.count))
      return []
    default: return []
    }
  }

  private mutating func code(span node: CMarkNode) -> Inline {
    let literal = literal(node)
    let reader = ValueReferenceReader(literal, near: place(node), in: source)
    guard let reference = reader.read(&diagnostics) else { return .code(literal) }
    values.append(reference)
    return .value(reference)
  }

  private mutating func link(_ node: CMarkNode) -> [Inline] {
    let start = place(node)
    let content = inlines(in: node)
    let destination = string(cmark_node_get_url(node))
    if let scheme = LinkPolicy.refusedScheme(ofLink: destination) {
      noteLink(scheme, at: start.position)
      return content
    }
    if destination.hasPrefix("#") {
      let name = String(destination.dropFirst())
      let spelling = "[](\(destination))"
      let isPlain = source.text[start.index...].hasPrefix(spelling)
      let range = SourceRange(
        start.position, length: isPlain ? spelling.unicodeScalars.count : 1)
      localLinks.append(LocalLink(target: Key(name, at: range), isEmpty: content.isEmpty))
      if content.isEmpty { return [.crossReference(step: name)] }
    }
    return [.link(destination: destination, title: title(node), content)]
  }

  private mutating func image(_ node: CMarkNode) -> [Inline] {
    let start = place(node).position
    let alternative = EscapedPipe.restored(in: inlines(in: node)).plainText
    let destination = string(cmark_node_get_url(node))
    if let scheme = LinkPolicy.refusedScheme(ofImage: destination) {
      noteLink(scheme, at: start)
      return alternative.isEmpty ? [] : [.text(alternative)]
    }
    return [.image(source: destination, title: title(node), alternative: alternative)]
  }

  private func title(_ node: CMarkNode) -> String? {
    let title = string(cmark_node_get_title(node))
    return title.isEmpty ? nil : title
  }

  private mutating func noteLink(_ scheme: String, at position: SourcePosition) {
    diagnostics.append(
      Diagnostic(
        .warning, at: SourceRange(position, length: 1),
        "a `\(scheme):` address is left out of the report"))
  }

  private mutating func noteHTML(_ html: String, at range: SourceRange) {
    guard !html.hasPrefix("<!--"), !html.hasPrefix("</") else { return }
    diagnostics.append(
      Diagnostic(
        .warning, at: range, "raw HTML is left out of the report",
        remedy: "write it as Markdown"))
  }
}

// What cmark knows of a node.
extension MarkdownReader {
  private typealias CMarkNode = OpaquePointer

  private func children(of node: CMarkNode) -> [CMarkNode] {
    Array(
      sequence(first: cmark_node_first_child(node), next: { cmark_node_next($0) }).lazy.compactMap(
        \.self))
  }

  private func literal(_ node: CMarkNode) -> String {
    cmark_node_get_literal(node).map(String.init(cString:)) ?? ""
  }

  private func string(_ pointer: UnsafePointer<CChar>?) -> String {
    EscapedPipe.restored(in: pointer.map(String.init(cString:)) ?? "")
  }

  private func line(_ node: CMarkNode) -> Int { Int(cmark_node_get_start_line(node)) + lineOffset }

  private func lastLine(_ node: CMarkNode) -> Int {
    Int(cmark_node_get_end_line(node)) + lineOffset
  }

  /// From a block's beginning to the end of that line.
  private func firstLine(of node: CMarkNode) -> SourceRange {
    var range = source.range(ofLine: line(node))
    // What stands before a block is white space and markers, where bytes are characters.
    range.start.column = max(Int(cmark_node_get_start_column(node)), 1)
    return range
  }

  /// Where a link, an image, HTML or the content of a code span begins.
  ///
  /// cmark counts the columns of a paragraph's further lines as if each stood where the first
  /// does. Which of the places is meant where a line might begin, the line itself shows.
  private mutating func place(_ node: CMarkNode) -> ColumnCounter.Place {
    let line = line(node)
    var block = node
    while let parent = cmark_node_parent(block), isInline(block) { block = parent }
    let byte = Int(cmark_node_get_start_column(node))
    guard line > self.line(block) else { return columns.place(line: line, byte: byte) }
    let indentation = Int(cmark_node_get_start_column(block)) - 1
    let candidates = possibleStarts(ofLine: line).map { byte + $0 - indentation }
    let place = candidates.first { shows(node, line: line, byte: $0) } ?? candidates[0]
    return columns.place(line: line, byte: place)
  }

  private func isInline(_ node: CMarkNode) -> Bool {
    cmark_node_get_type(node).rawValue >= CMARK_NODE_FIRST_INLINE.rawValue
  }

  private func shows(_ node: CMarkNode, line: Int, byte: Int) -> Bool {
    let bytes = source.line(line).utf8
    let (sign, distance): (UInt8, Int) =
      switch cmark_node_get_type(node) {
      case CMARK_NODE_CODE: (UInt8(ascii: "`"), -2)
      case CMARK_NODE_LINK: (UInt8(ascii: "["), -1)
      case CMARK_NODE_IMAGE: (UInt8(ascii: "!"), -1)
      default: (UInt8(ascii: "<"), -1)
      }
    guard (0..<bytes.count).contains(byte + distance) else { return false }
    return bytes[bytes.index(bytes.startIndex, offsetBy: byte + distance)] == sign
  }

  /// How many bytes of a paragraph's further line may come before its text: the white space and
  /// quotation marks in front; or, where the line goes on lazily without the marks it should
  /// have, as many marks as there are and one space each.
  private func possibleStarts(ofLine number: Int) -> [Int] {
    var rest = source.line(number).utf8
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var lazyStarts = [0]
    var start = 0
    for _ in 0..<quoteDepth {
      let spaces = rest.prefix(while: isSpace).count
      guard rest.dropFirst(spaces).first == UInt8(ascii: ">") else { break }
      rest = rest.dropFirst(spaces + 1)
      start += spaces + 1
      lazyStarts.append(start + (rest.first.map(isSpace) == true ? 1 : 0))
    }
    return [start + rest.prefix(while: isSpace).count] + lazyStarts.reversed()
  }
}
