import OctavoBase

// Images and tables of the notebook's own that have a caption, a number and a name.
extension MarkdownReader {
  /// A paragraph, or what its being alone makes of it: a figure or the caption of a table.
  mutating func piece(ofParagraph inlines: [Inline], _ node: CMarkNode) -> Piece {
    if let figure = figure(inlines, node) { return .element(.prose(figure)) }
    if let content = CaptionParagraph.content(of: inlines) {
      return .caption(caption(content, asWritten: inlines, node))
    }
    warnOfLabel(in: inlines, node)
    return .element(.prose(.paragraph(inlines)))
  }

  /// The caption in a table's last row, where no empty line stands above it.
  mutating func captionRow(
    takenFrom table: inout Prose.PipeTable, _ node: CMarkNode
  ) -> [Piece] {
    guard let row = table.rows.last, row.count == 1,
      let content = CaptionParagraph.content(of: row[0])
    else { return [] }
    table.rows.removeLast()
    return [.caption(caption(finished(content), asWritten: finished(row[0]), node))]
  }

  /// Every table with its caption. One that stands between two tables belongs to the first, unless
  /// that has one above it.
  mutating func captioned(_ pieces: [Piece]) -> [Piece] {
    var result: [Piece] = []
    var index = 0
    while index < pieces.count {
      if case .element(.prose(.table(var table))) = pieces[index] {
        if case .caption(let caption)? = result.last {
          result.removeLast()
          table.caption = registered(caption)
        } else if index + 1 < pieces.count, case .caption(let caption) = pieces[index + 1] {
          table.caption = registered(caption)
          index += 1
        }
        result.append(.element(.prose(.table(table))))
      } else {
        noteUnattached(result.last)
        result.append(pieces[index])
      }
      index += 1
    }
    noteUnattached(result.last)
    return result
  }

  private mutating func registered(_ caption: CaptionParagraph) -> Prose.Caption {
    let name = caption.name.flatMap { register($0, as: .table) }
    return Prose.Caption(name: name, ordinal: nextOrdinal(), content: caption.content)
  }

  private mutating func nextOrdinal() -> Int {
    captionCount += 1
    return captionCount
  }
}

// Figures.
extension MarkdownReader {
  /// An image alone in its paragraph, with a title, a text or a name.
  private mutating func figure(_ inlines: [Inline], _ node: CMarkNode) -> Prose? {
    guard case .image(let source, let title, let alternative)? = inlines.first else { return nil }
    var rest = Array(inlines.dropFirst())
    let mark = LabelMark.taken(from: &rest)
    let isInTightList =
      node.parent?.kind == .item && node.parent?.parent?.isTight == true
    guard rest.isEmpty, mark != nil || isCarried(source) && !isInTightList else { return nil }
    let content = title.map { EmojiCodes.applied(to: [.text($0)]) } ?? alternative
    guard mark != nil || !content.isEmpty else { return nil }
    let name = mark.flatMap { register(key($0, node), as: .figure) }
    return .figure(
      ProseImage(source: source, alternative: alternative),
      Prose.Caption(name: name, ordinal: nextOrdinal(), content: content))
  }

  /// Whether the report can hold an image, or the author has to be told that it cannot.
  private func isCarried(_ source: String) -> Bool {
    let scheme = LinkPolicy.scheme(of: source)
    return (scheme == nil || scheme == "data") && !source.hasPrefix("//")
  }

  private mutating func caption(
    _ content: [Inline], asWritten: [Inline], _ node: CMarkNode
  ) -> CaptionParagraph {
    var content = content
    let mark = LabelMark.taken(from: &content)
    return CaptionParagraph(
      name: mark.map { key($0, node) }, content: content, asWritten: asWritten)
  }
}

// Names.
extension MarkdownReader {
  private mutating func key(_ mark: LabelMark, _ node: CMarkNode) -> Key {
    let range = range(of: mark.source, in: node)
    if !mark.rest.isEmpty {
      diagnostics.append(
        Diagnostic(
          .unusedOption, .warning, at: range,
          "the report has no use for `\(mark.rest)` behind a name",
          remedy: "write `{#\(mark.name)}`"))
    }
    var start = range.start
    start.column += 2
    return Key(mark.name, at: SourceRange(start, length: mark.name.unicodeScalars.count))
  }

  /// Where a text stands in a block, or else where the block begins.
  private func range(of text: String, in node: CMarkNode) -> SourceRange {
    for number in (line(node)...max(lastLine(node), line(node))).reversed()
    where (1...source.lines.count).contains(number) {
      let line = source.line(number)
      guard let found = line.ranges(of: text).last else { continue }
      let column = line[..<found.lowerBound].unicodeScalars.count + 1
      return SourceRange(
        SourcePosition(line: number, column: column), length: text.unicodeScalars.count)
    }
    return firstLine(of: node)
  }

  /// `nil` for a name that cannot be one, after a diagnostic.
  private mutating func register(_ name: Key, as kind: Label.Kind) -> String? {
    let prefix = kind.rawValue
    guard name.text.hasPrefix(prefix), Fence.isName(name.text) else {
      let words = name.text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      let foreign = ["fig", "tbl", "tab", "table", "figure"]
      let own =
        foreign.contains(words.first.map(String.init) ?? "") ? words.dropFirst() : words[...]
      let proposal = prefix + own.joined(separator: "-")
      let isProposed = Fence.isName(proposal)
      diagnostics.append(
        Diagnostic(
          .invalidName, at: name.range, "`\(name.text)` is not a name of \(kind.word)",
          remedy: "it begins with `\(prefix)`, followed by lower-case words joined by hyphens"
            + (isProposed ? ", as in `\(proposal)`" : ""),
          replacement: isProposed
            ? Replacement(of: name.text, at: name.range, by: proposal) : nil))
      return nil
    }
    labels.append(Label(name: name, kind: kind))
    return name.text
  }

  /// A name for nothing.
  private mutating func warnOfLabel(in inlines: [Inline], _ node: CMarkNode) {
    var rest = inlines
    guard let mark = LabelMark.taken(from: &rest), let kind = Label.Kind(of: mark.name) else {
      return
    }
    noteUnattached(mark.source, kind, at: range(of: mark.source, in: node))
  }

  private mutating func noteUnattached(_ piece: Piece?) {
    guard case .caption(let caption)? = piece, let name = caption.name else { return }
    noteUnattached("{#\(name.text)}", .table, at: name.range)
  }

  private mutating func noteUnattached(
    _ mark: String, _ kind: Label.Kind, at range: SourceRange
  ) {
    diagnostics.append(
      Diagnostic(
        .unattachedLabel, .warning, at: range, "`\(mark)` names nothing; it is shown as text",
        remedy: kind == .figure
          ? "write it right behind an image that stands alone in its paragraph"
          : "write `: caption {#tbl-name}` as a paragraph directly before or after a table"))
  }
}
