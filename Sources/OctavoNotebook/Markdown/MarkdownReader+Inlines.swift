import OctavoBase

// Runs of text within a block.
extension MarkdownReader {
  mutating func inlines(in node: CMarkNode) -> [Inline] {
    guard descend(into: node) else { return [] }
    defer { ascend() }
    var result: [Inline] = []
    var next = node.firstChild
    while let child = next {
      next = child.next
      guard child.kind == .text else {
        result += inlines(child)
        continue
      }
      result += texts(child.literal, &next)
    }
    return result.withoutLeadingBreak
  }

  private mutating func inlines(_ node: CMarkNode) -> [Inline] {
    switch node.kind {
    case .softBreak: return [.softBreak]
    case .lineBreak: return [.lineBreak]
    case .emphasis: return [.emphasis(inlines(in: node))]
    case .strong: return [.strong(inlines(in: node))]
    case .codeSpan: return [code(span: node)]
    case .link: return link(node)
    case .image: return image(node)
    case .inlineHTML:
      return html(inline: node)
    default: return []
    }
  }

  /// A text with what was hidden in it, and a long span's further lines.
  private mutating func texts(_ literal: String, _ next: inout CMarkNode?) -> [Inline] {
    var rest = literal
    if isAfterSign {
      isAfterSign = false
      rest.removeFirst()
    }
    var result: [Inline] = []
    while let mark = rest.unicodeScalars.firstIndex(of: LongSpanMark.scalar) {
      let before = String(rest[..<mark])
      let length = rest[mark...].utf8.count
      guard let index = longSpans.firstIndex(where: { $0.lengths[0] == length }) else { break }
      let long = longSpans[index]
      longSpans = longSpans[(index + 1)...]
      result += pieces(of: before)
      switch long.span {
      case .formula(let formula): result.append(.math(formula))
      case .citation(let citation): result.append(.citation(citation))
      default: break
      }
      rest = ""
      for length in long.lengths.dropFirst() where length > 0 {
        while let node = next, node.kind != .text { next = node.next }
        guard let node = next else { break }
        rest = String(decoding: node.literal.utf8.dropFirst(length), as: UTF8.self)
        next = node.next
      }
    }
    return result + pieces(of: rest)
  }

  private mutating func pieces(of text: String) -> [Inline] {
    // cmark leaves an empty one where it took the white space before a line break away.
    guard !text.isEmpty else { return [] }
    var result: [Inline] = []
    var isAfterMark = false
    for piece in hidden.pieces(of: text) {
      switch piece {
      case .text(let text):
        let text = isAfterMark ? String(text.drop(while: \.isWhitespace)) : text
        isAfterMark = false
        if !text.isEmpty { result.append(.text(text)) }
      case .span(let entry):
        switch entry.span {
        case .formula(let formula): result.append(.math(formula))
        case .citation(let citation): result.append(.citation(citation))
        case .address(let text, let destination):
          result.append(.link(destination: destination, title: nil, [.text(text)]))
        case .footnote(let label):
          if let inline = footnotes.reference(to: label) { result.append(inline) }
        case .text: result.append(.text(entry.source))
        case .task, .alert: isAfterMark = true
        }
      }
    }
    return result
  }

  private mutating func code(span node: CMarkNode) -> Inline {
    let literal = node.literal
    let reader = ValueReferenceReader(literal, near: place(node), in: source)
    guard let reference = reader.read(&diagnostics) else {
      return .code(hidden.restored(in: literal))
    }
    values.append(reference)
    return .value(reference)
  }

  private mutating func link(_ node: CMarkNode) -> [Inline] {
    let start = place(node)
    // No link stands within a link, not even a bare address.
    let content = inlines(in: node).withoutLinks
    let destination = written(node.destination)
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
    } else if let scheme = LinkPolicy.scheme(of: destination) {
      if !LinkPolicy.isLinked(destination) { noteUnlinked(scheme, at: start.position) }
    } else {
      note(.link, destination, at: start.position)
    }
    return [.link(destination: destination, title: title(node), content)]
  }

  private mutating func image(_ node: CMarkNode) -> [Inline] {
    let start = place(node).position
    let alternative = inlines(in: node).withoutLinks
    let destination = written(node.destination)
    if let scheme = LinkPolicy.refusedScheme(ofImage: destination) {
      noteLink(scheme, at: start)
      return alternative
    }
    let scheme = LinkPolicy.scheme(of: destination)
    if let scheme, scheme != "data", !LinkPolicy.isLinked(destination) {
      noteUnlinked(scheme, at: start)
    } else if destination.hasPrefix("//") || scheme != nil && scheme != "data" {
      diagnostics.append(
        Diagnostic(
          .remoteImage, .warning, at: SourceRange(start, length: 1),
          "an image from elsewhere is not in the report, which needs no network; it links to it",
          remedy: "put the image beside the notebook"))
    } else {
      note(.image, destination, at: start)
    }
    return [.image(source: destination, title: title(node), alternative: alternative)]
  }

  private mutating func noteUnlinked(_ scheme: String, at position: SourcePosition) {
    diagnostics.append(
      Diagnostic(
        .unlinkedAddress, .warning, at: SourceRange(position, length: 1),
        "the report does not link a `\(scheme):` address; its text stays",
        remedy: "a link may be `https:`, `http:`, `mailto:` or relative"))
  }

  private mutating func note(
    _ use: LinkedFile.Use, _ address: String, at position: SourcePosition
  ) {
    linkedFiles.append(LinkedFile(use, address, at: SourceRange(position, length: 1)))
  }

  private func title(_ node: CMarkNode) -> String? {
    let title = written(node.title)
    return title.isEmpty ? nil : title
  }

  /// An address or title as it was before spans were hidden in it.
  private func written(_ text: String) -> String {
    EscapedSign.restored(in: hidden.restored(in: text))
  }

  private mutating func noteLink(_ scheme: String, at position: SourcePosition) {
    diagnostics.append(
      Diagnostic(
        .refusedAddress, .warning, at: SourceRange(position, length: 1),
        "a `\(scheme):` address is left out of the report"))
  }
}

extension [Inline] {
  /// Without links, which cannot stand within links: their text does.
  public var withoutLinks: [Inline] {
    flatMap { inline -> [Inline] in
      switch inline {
      case .link(_, _, let content): content.withoutLinks
      default: [inline.mapContent(\.withoutLinks)]
      }
    }
  }

  /// The line of an alert's mark ends in one.
  fileprivate var withoutLeadingBreak: [Inline] {
    Array(drop { $0 == .softBreak || $0 == .lineBreak })
  }
}
