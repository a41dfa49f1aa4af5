/// Makes a notebook's Markdown ready for cmark: footnotes are taken out, and what only GitHub knows
/// is hidden from it.
struct MarkdownPreparation {
  private(set) var main: MarkdownText
  private(set) var footnotes: [FootnoteDefinitions.Definition]
  private(set) var hidden = HiddenSpans()
  private(set) var formulas: [WrittenFormula] = []
  /// Labels that the text refers to and nothing defines.
  private(set) var undefined: [(label: String, line: Int, byte: Int)] = []

  /// The keys of the citations, with the places of their signs `@`.
  private(set) var citedKeys: [(key: String, isNarrative: Bool, line: Int, byte: Int)] = []
  /// Where citations would begin if the notebook had a bibliography.
  private(set) var idleCitations: [(line: Int, byte: Int)] = []

  private let labels: Set<String>
  private let hasBibliography: Bool

  /// - Parameters:
  ///   - text: The Markdown with its escaped signs hidden.
  ///   - hasBibliography: Whether there are citations.
  init(_ text: MarkdownText, hasBibliography: Bool = false) {
    self.hasBibliography = hasBibliography
    let definitions = FootnoteDefinitions(text)
    main = definitions.rest
    footnotes = definitions.definitions
    labels = Set(footnotes.map(\.label))
    main = prepared(main)
    for index in footnotes.indices { footnotes[index].text = prepared(footnotes[index].text) }
  }

  /// Signs without which there is nothing to hide.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    !bytes.contains { "$@[:".utf8.contains($0) }
      && !bytes.contains { $0 == UInt8(ascii: "w") || $0 == UInt8(ascii: "W") }
  }

  /// So many places of a block are tried as the beginning of a formula that ends further down.
  private static let mostOpenDisplays = 8

  private mutating func prepared(_ text: MarkdownText) -> MarkdownText {
    guard !Self.isPlain(text.bytes) else { return text }
    var text = text
    hideInnerDefinitions(in: &text)
    let survey = BlockSurvey(text)
    let lines = text.lines
    var firstFreeLine = 1
    for content in survey.contents {
      var stretches = Self.stretches(of: content, lines: lines, in: text.bytes)
        .filter { $0.line >= firstFreeLine }
      stretches = Self.withoutDefinitions(stretches, in: text.bytes)
      guard !stretches.isEmpty else { continue }
      hideMark(of: content, &stretches, in: &text)
      let block = BlockText(stretches, in: text.bytes)
      let scanner = InlineScanner(block.bytes, hasBibliography: hasBibliography)
      var display: [Stretch]?
      var end = block.bytes.count
      for opening in scanner.openDisplays.prefix(Self.mostOpenDisplays) where display == nil {
        display = displayed(
          from: opening, in: block, quoteDepth: content.quoteDepth, lines, survey, text)
        if display != nil { end = opening }
      }
      for span in scanner.spans where span.range.upperBound <= end {
        hide(span, in: block, &text)
      }
      for citation in scanner.idleCitations where citation.upperBound <= end {
        guard let place = block.places(citation).first else { continue }
        idleCitations.append(self.place(of: place, in: text))
      }
      if let display, let last = display.last {
        hide(display: display, &text)
        firstFreeLine = last.line + 1
      }
    }
    return text
  }
}

// Definitions that define nothing.
extension MarkdownPreparation {
  /// A footnote's definition within a list or quotation is text. cmark would take it for that of a
  /// link and drop it.
  private mutating func hideInnerDefinitions(in text: inout MarkdownText) {
    guard text.bytes.contains(UInt8(ascii: "^")) else { return }
    let closedLines = BlockSurvey(text).closedLines
    for (index, line) in text.lines.enumerated() where !closedLines.contains(index + 1) {
      let start = text.bytes[line].firstIndex { !" \t>-+*0123456789.)".utf8.contains($0) }
      guard let start, let (label, end) = FootnoteLabel.read(text.bytes, at: start),
        end < line.upperBound, text.bytes[end] == UInt8(ascii: ":")
      else { continue }
      let place = Stretch(line: index + 1, range: start..<end)
      let (number, byte) = self.place(of: place, in: text)
      undefined.append((label, number, byte))
      let source = String(decoding: text.bytes[start..<end], as: UTF8.self)
      hide(.text, source: source, at: place, &text)
    }
  }
}

// The text of a block.
extension MarkdownPreparation {
  /// A block's text on one line of the text, without what stands in front of it.
  struct Stretch {
    /// Of the text, from 1.
    var line: Int
    var range: Range<Int>
  }

  private static func stretches(
    of content: BlockSurvey.Content, lines: [Range<Int>], in bytes: [UInt8]
  ) -> [Stretch] {
    content.lines.filter { lines.indices.contains($0 - 1) }.map { line in
      let range = lines[line - 1]
      if line == content.lines.lowerBound {
        let start = min(range.lowerBound + content.startColumn - 1, range.upperBound)
        return Stretch(line: line, range: start..<range.upperBound)
      }
      return Stretch(line: line, range: text(of: range, quoteDepth: content.quoteDepth, in: bytes))
    }
  }

  /// A line without white space and quotation marks in front.
  private static func text(of line: Range<Int>, quoteDepth: Int, in bytes: [UInt8]) -> Range<Int> {
    var start = line.lowerBound
    var depth = 0
    while start < line.upperBound {
      if bytes[start] == UInt8(ascii: ">"), depth < quoteDepth {
        depth += 1
      } else if !bytes[start].isSpace {
        break
      }
      start += 1
    }
    return start..<line.upperBound
  }

  /// Link reference definitions stand at a paragraph's beginning.
  private static func withoutDefinitions(_ stretches: [Stretch], in bytes: [UInt8]) -> [Stretch] {
    Array(
      stretches.drop { stretch in
        let text = bytes[stretch.range]
        guard text.first == UInt8(ascii: "["), text.dropFirst().first != UInt8(ascii: "^"),
          let close = text.firstIndex(of: UInt8(ascii: "]")), close > text.startIndex + 1,
          close + 1 < text.endIndex
        else { return false }
        return text[close + 1] == UInt8(ascii: ":")
      })
  }

  /// A block's text as a whole, with line feeds between its lines.
  private struct BlockText {
    private(set) var bytes: [UInt8] = []
    private let stretches: [Stretch]
    private var starts: [Int] = []

    init(_ stretches: [Stretch], in source: [UInt8]) {
      self.stretches = stretches
      for (index, stretch) in stretches.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: "\n")) }
        starts.append(bytes.count)
        bytes += source[stretch.range]
      }
    }

    /// The line on which a place of the text stands, if it is the first there.
    func line(startingAt place: Int) -> Stretch? {
      let index = starts.partitioningIndex { $0 >= place }
      return index < starts.count && starts[index] == place ? stretches[index] : nil
    }

    /// The parts, one for each line, that a range of the text means.
    func places(_ range: Range<Int>) -> [Stretch] {
      var index = max(starts.partitioningIndex { $0 > range.lowerBound } - 1, 0)
      var result: [Stretch] = []
      while index < starts.count, starts[index] < range.upperBound {
        let offset = stretches[index].range.lowerBound - starts[index]
        let lower = max(range.lowerBound, starts[index])
        let upper = min(range.upperBound, starts[index] + stretches[index].range.count)
        if lower <= upper {
          result.append(
            Stretch(line: stretches[index].line, range: lower + offset..<upper + offset))
        }
        index += 1
      }
      return result
    }
  }
}

// Hiding.
extension MarkdownPreparation {
  private mutating func hide(
    _ span: InlineScanner.Span, in block: BlockText, _ text: inout MarkdownText
  ) {
    let places = block.places(span.range)
    guard let first = places.first else { return }
    let joined = block.bytes
    let source = String(decoding: joined[span.range], as: UTF8.self)
    switch span.kind {
    case .formula(let range, let isDisplayed, let name):
      let formula = Formula(
        source: String(decoding: joined[range], as: UTF8.self), isDisplayed: isDisplayed,
        name: name?.validText)
      note(formula, name, at: block.places(range), block.places(name?.range ?? range), in: text)
      hide(.formula(formula), source: source, at: places, &text)
    case .footnote(let label):
      guard labels.contains(label) else {
        let isLink =
          span.range.upperBound < joined.count
          && "([".utf8.contains(joined[span.range.upperBound])
        if !isLink {
          let (line, byte) = place(of: first, in: text)
          undefined.append((label, line, byte))
        }
        return
      }
      hide(.footnote(label: label), source: source, at: first, &text)
    case .citation(let citation, let keys):
      for (item, range) in zip(citation.items, keys) {
        guard let key = block.places(range).first else { continue }
        let (line, byte) = place(of: key, in: text)
        citedKeys.append((item.key, citation.isNarrative, line, byte))
      }
      hide(.citation(citation), source: source, at: places, &text)
    case .address(let prefix):
      let address = source.replacing("&amp;", with: "&")
      hide(
        .address(text: address, destination: prefix + address), source: source, at: first, &text)
    }
  }

  /// `[ ]` of a task and `[!NOTE]` of an alert.
  private mutating func hideMark(
    of content: BlockSurvey.Content, _ stretches: inout [Stretch], in text: inout MarkdownText
  ) {
    let range = stretches[0].range
    guard stretches[0].line == content.lines.lowerBound,
      text.bytes[range].first == UInt8(ascii: "[")
    else { return }
    let line = String(decoding: text.bytes[range], as: UTF8.self)
    var found: (span: HiddenSpan, source: String)?
    switch content.role {
    case .plain: break
    case .item:
      let mark = String(line.prefix(3))
      let hasText =
        line.dropFirst(3).first.map { $0 == " " || $0 == "\t" } ?? false
        && line.dropFirst(3).contains { !$0.isWhitespace }
      if hasText, ["[ ]", "[x]", "[X]"].contains(mark) {
        found = (.task(isDone: mark != "[ ]"), mark)
      }
    case .quotation:
      let trimmed = line.prefix { $0 != "]" } + "]"
      let kind = Prose.Alert.Kind.allCases.first { "[!\($0.rawValue)]" == trimmed.lowercased() }
      if let kind, line.dropFirst(trimmed.count).allSatisfy(\.isWhitespace) {
        found = (.alert(kind), String(trimmed))
      }
    }
    guard let found else { return }
    let end = range.lowerBound + found.source.utf8.count
    let place = Stretch(line: stretches[0].line, range: range.lowerBound..<end)
    hide(found.span, source: found.source, at: place, &text)
    stretches[0].range = end..<range.upperBound
  }

  private mutating func hide(
    _ span: HiddenSpan, source: String, at place: Stretch, _ text: inout MarkdownText
  ) {
    let entry = HiddenSpans.Entry(span: span, source: source)
    guard let standIn = hidden.standIn(for: entry), standIn.count == place.range.count else {
      return
    }
    text.bytes.replaceSubrange(place.range, with: standIn)
  }

  private mutating func hide(
    _ span: HiddenSpan, source: String, at places: [Stretch], _ text: inout MarkdownText
  ) {
    if places.count == 1 {
      hide(span, source: source, at: places[0], &text)
      return
    }
    text.longSpans.append(MarkdownText.LongSpan(span: span, lengths: places.map(\.range.count)))
    for (index, place) in places.enumerated() {
      let mark = index == 0 ? LongSpanMark.bytes : []
      let filler = Array(repeating: LongSpanMark.filler, count: place.range.count - mark.count)
      text.bytes.replaceSubrange(place.range, with: mark + filler)
    }
  }

  /// A formula between lines of dollars may hold lines that look like lists, rules or quotations,
  /// which end the block it begins in.
  private func displayed(
    from opening: Int, in block: BlockText, quoteDepth: Int, _ lines: [Range<Int>],
    _ survey: BlockSurvey, _ text: MarkdownText
  ) -> [Stretch]? {
    guard let first = block.line(startingAt: opening) else { return nil }
    var places = [first]
    for index in lines.indices.dropFirst(first.line) {
      let range = Self.text(of: lines[index], quoteDepth: quoteDepth, in: text.bytes)
      guard !range.isEmpty, !survey.closedLines.contains(index + 1) else { return nil }
      if let end = FormulaName.endOfFormula(in: text.bytes, line: range) {
        return places + [Stretch(line: index + 1, range: range.lowerBound..<end)]
      }
      places.append(Stretch(line: index + 1, range: range))
    }
    return nil
  }

  private mutating func hide(display places: [Stretch], _ text: inout MarkdownText) {
    var sources = places
    let last = places.count - 1
    let name = FormulaName.atEnd(of: places[last].range, in: text.bytes)
    sources[0].range = places[0].range.dropFirst(2)
    let dollars = name.map { $0.dollars } ?? places[last].range.upperBound - 2
    sources[last].range = sources[last].range.lowerBound..<dollars
    let bytes = text.bytes
    let content = { (places: [Stretch]) in
      places.map { String(decoding: bytes[$0.range], as: UTF8.self) }.joined(separator: "\n")
    }
    let formula = Formula(
      source: content(sources), isDisplayed: true, name: name?.name.validText)
    let namePlace = name.map { Stretch(line: places[last].line, range: $0.name.range) }
    note(formula, name?.name, at: sources, namePlace.map { [$0] } ?? [], in: text)
    hide(.formula(formula), source: content(places), at: places, &text)
  }

  private mutating func note(
    _ formula: Formula, _ name: FormulaName?, at places: [Stretch], _ namePlaces: [Stretch],
    in text: MarkdownText
  ) {
    var written = WrittenFormula(formula, lines: places.map { place(of: $0, in: text) })
    if let name, let first = namePlaces.first {
      written.name = (name.text, place(of: first, in: text))
    }
    formulas.append(written)
  }

  /// In the source.
  private func place(of place: Stretch, in text: MarkdownText) -> WrittenFormula.Place {
    let start = text.bytes[..<place.range.lowerBound].lastIndex {
      $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }
    let byte = place.range.lowerBound - (start.map { $0 + 1 } ?? 0)
    return (line: text.firstLine + place.line - 1, byte: byte + text.cut(ofLine: place.line) + 1)
  }
}

/// What stands in a text for a span of several lines: on its first a mark, then as many letters
/// as it has bytes.
enum LongSpanMark {
  static let scalar: Unicode.Scalar = "\u{93}"
  static let bytes = Array(String(scalar).utf8)
  static let filler = UInt8(ascii: "x")
}
