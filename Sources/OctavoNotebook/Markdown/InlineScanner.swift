/// Finds, in the text of a paragraph or heading, what GitHub knows and CommonMark does not, before
/// cmark takes its signs for emphasis, escapes or links.
///
/// As cmark does, it looks at code spans, escapes and HTML first.
struct InlineScanner {
  struct Span {
    var range: Range<Int>
    var kind: Kind
  }

  enum Kind {
    case formula(source: Range<Int>, isDisplayed: Bool, name: FormulaName? = nil)
    case footnote(label: String)
    case address(destinationPrefix: String)
    case citation(Citation, keys: [Range<Int>])
  }

  /// Two dollars that begin a formula which the text does not end.
  private(set) var openDisplays: [Int] = []
  private(set) var spans: [Span] = []
  /// What would be citations if the notebook had a bibliography.
  private(set) var idleCitations: [Range<Int>] = []

  private let bytes: [UInt8]
  /// Where the lines of a pipe table begin, if the text ends in one.
  private let tableStart: Int
  private let citations: CitationScanner
  private let hasBibliography: Bool
  private var dollars: [Dollars] = []

  /// A run of one or two dollars outside code.
  private struct Dollars {
    var range: Range<Int>
    var canOpen: Bool
    var canClose: Bool
    /// Counts what a formula must not cross: bars between cells, and lines of a table.
    var cell: Int
  }

  /// - Parameters:
  ///   - bytes: The text's lines without what quotations and lists put in front of them.
  ///   - hasBibliography: Whether there are citations.
  init(_ bytes: [UInt8], hasBibliography: Bool = false) {
    self.bytes = bytes
    self.hasBibliography = hasBibliography
    citations = CitationScanner(bytes)
    tableStart = Self.tableStart(in: bytes)
    readSigns()
    pairDollars()
    dropOverlaps()
  }

  /// Of two spans that overlap the one that begins first stays.
  private mutating func dropOverlaps() {
    var end = 0
    spans = spans.sorted { $0.range.lowerBound < $1.range.lowerBound }.filter { span in
      guard span.range.lowerBound >= end else { return false }
      end = span.range.upperBound
      return true
    }
  }

  private mutating func readSigns() {
    let ticks = runsOfTicks()
    var cell = 0
    var index = 0
    var wordStart = true
    while index < bytes.count {
      let byte = bytes[index]
      var next = index + 1
      switch byte {
      case UInt8(ascii: "\\"):
        if next < bytes.count, bytes[next] != UInt8(ascii: "\n") { next += 1 }
      case UInt8(ascii: "`"):
        next = end(ofRunAt: index)
        if let close = closing(ticks, after: index, length: next - index) { next = close }
      case UInt8(ascii: "<"):
        next = endOfTag(at: index) ?? next
      case UInt8(ascii: "$"):
        next = end(ofRunAt: index)
        if let span = quotedFormula(at: index) {
          spans.append(span)
          next = span.range.upperBound
        } else if next - index <= 2 {
          dollars.append(dollars(index..<next, cell: cell))
        }
      case UInt8(ascii: "["):
        if let (label, end) = footnote(at: index) {
          spans.append(Span(range: index..<end, kind: .footnote(label: label)))
          next = end
        } else if let match = citations.group(at: index, isInTable: index >= tableStart) {
          next = end(of: match, at: index) ?? next
        }
      case UInt8(ascii: "@") where hasBibliography:
        if let match = citations.narrative(at: index) {
          next = end(of: match, at: index) ?? next
        }
      case UInt8(ascii: "]"):
        next = endOfLinkTail(at: next) ?? next
      case UInt8(ascii: "|") where index >= tableStart:
        cell += 1
      case UInt8(ascii: "\n") where index >= tableStart:
        cell += 1
      default:
        if wordStart, byte.isAlphanumeric,
          let match = BareAddress.match(in: bytes, at: index, isInTable: index >= tableStart)
        {
          let kind = Kind.address(destinationPrefix: match.destinationPrefix)
          spans.append(Span(range: index..<match.end, kind: kind))
          next = match.end
        }
      }
      wordStart = !byte.isWordByte
      index = next
    }
  }

  /// - Returns: `nil` where there are no citations.
  private mutating func end(of match: CitationScanner.Match, at start: Int) -> Int? {
    guard hasBibliography else {
      idleCitations.append(start..<match.end)
      return nil
    }
    let kind = Kind.citation(match.citation, keys: match.keys)
    spans.append(Span(range: start..<match.end, kind: kind))
    return match.end
  }

  private func end(ofRunAt start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == bytes[start] { end += 1 }
    return end
  }
}

// Code, HTML and links.
extension InlineScanner {
  /// No text of whatever shape is read more often than so many times.
  private static let longestLookAhead = 1024

  /// The starts of runs of backticks, by their length.
  private func runsOfTicks() -> [Int: [Int]] {
    var runs: [Int: [Int]] = [:]
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let end = end(ofRunAt: index)
      runs[end - index, default: []].append(index)
      index = end
    }
    return runs
  }

  private func closing(_ ticks: [Int: [Int]], after start: Int, length: Int) -> Int? {
    guard let starts = ticks[length] else { return nil }
    let next = starts.partitioningIndex { $0 > start }
    return next < starts.count ? starts[next] + length : nil
  }

  /// The end of an autolink, a tag or a comment.
  private func endOfTag(at start: Int) -> Int? {
    if let end = endOfAutolink(at: start) { return end }
    let first = start + 1 < bytes.count ? bytes[start + 1] : 0
    guard first.isAlphanumeric || "/!?".utf8.contains(first) else { return nil }
    if first.isAlphanumeric, HTMLTagText(bytes, at: start) == nil { return nil }
    var quote: UInt8?
    var index = start + 1
    while index < min(bytes.count, start + Self.longestLookAhead) {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if "<`$".utf8.contains(byte) {
        return nil
      }
      index += 1
    }
    return nil
  }

  /// The end of an address in angle brackets.
  private func endOfAutolink(at start: Int) -> Int? {
    var isAddress = false
    for index in bytes.indices.dropFirst(start + 1).prefix(Self.longestLookAhead) {
      let byte = bytes[index]
      if byte == UInt8(ascii: ">") { return isAddress ? index + 1 : nil }
      if byte.isSpace || byte == UInt8(ascii: "<") { return nil }
      isAddress = isAddress || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@")
    }
    return nil
  }

  /// The end of `(destination "title")` behind a link's text, or of its label.
  private func endOfLinkTail(at start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    if bytes[start] == UInt8(ascii: "["), footnote(at: start) == nil {
      let end = bytes[start...].prefix(Self.longestLookAhead).firstIndex {
        $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "\n")
      }
      return end.flatMap { bytes[$0] == UInt8(ascii: "]") ? $0 + 1 : nil }
    }
    guard bytes[start] == UInt8(ascii: "(") else { return nil }
    var depth = 0
    var quote: UInt8?
    var index = start
    while index < min(bytes.count, start + Self.longestLookAhead) {
      let byte = bytes[index]
      if quote == nil, byte.isSpace, !endsDestination(at: index, of: start) { return nil }
      if byte == UInt8(ascii: "\\") {
        index += 1
      } else if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "<"), bytes[index - 1] == UInt8(ascii: "(") {
        quote = UInt8(ascii: ">")
      } else if "\"'".utf8.contains(byte), bytes[index - 1].isSpace {
        quote = byte
      } else if byte == UInt8(ascii: "(") {
        depth += 1
      } else if byte == UInt8(ascii: ")") {
        depth -= 1
        if depth == 0 { return index + 1 }
      } else if byte == UInt8(ascii: "`") {
        return nil
      }
      index += 1
    }
    return nil
  }

  /// Whether what follows white space is a title, or the end.
  private func endsDestination(at index: Int, of start: Int) -> Bool {
    guard let next = bytes[index...].first(where: { !$0.isSpace }) else { return false }
    return index == start + 1 || "\"'()".utf8.contains(next)
  }

  /// `[^label]`, whose label holds no white space and no bracket.
  private func footnote(at start: Int) -> (label: String, end: Int)? {
    FootnoteLabel.read(bytes, at: start).map { ($0.label, $0.end) }
  }
}

// Formulas.
extension InlineScanner {
  /// ``$`formula`$``.
  private func quotedFormula(at start: Int) -> Span? {
    guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "`") else { return nil }
    let content = start + 2
    guard content < bytes.count, bytes[content] != UInt8(ascii: "`"),
      let close = bytes[content...].firstIndex(of: UInt8(ascii: "`")), close + 1 < bytes.count,
      bytes[close + 1] == UInt8(ascii: "$"),
      start < tableStart || !bytes[content..<close].contains(UInt8(ascii: "|"))
    else { return nil }
    return Span(
      range: start..<close + 2, kind: .formula(source: content..<close, isDisplayed: false))
  }

  /// A single dollar opens where no word ends and something follows at once; it closes where
  /// something stands before it and no word begins.
  private func dollars(_ range: Range<Int>, cell: Int) -> Dollars {
    let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : UInt8(ascii: " ")
    let after = range.upperBound < bytes.count ? bytes[range.upperBound] : UInt8(ascii: " ")
    let isDouble = range.count == 2
    return Dollars(
      range: range,
      canOpen: isDouble || !before.isWordByte && !after.isSpace,
      canClose: isDouble || !before.isSpace && !after.isWordByte, cell: cell)
  }

  /// A single dollar is closed by the next one or not at all; two dollars may hold single ones.
  private mutating func pairDollars() {
    let doubles = dollars.indices.filter { dollars[$0].range.count == 2 }
    var index = 0
    while index < dollars.count {
      let opener = dollars[index]
      let isDisplayed = opener.range.count == 2
      let next = isDisplayed ? doubles.partitioningIndex { $0 > index } : index + 1
      let close = isDisplayed ? (next < doubles.count ? doubles[next] : dollars.count) : next
      if opener.canOpen, close < dollars.count, dollars[close].canClose,
        dollars[close].range.count == opener.range.count, dollars[close].cell == opener.cell,
        opener.range.upperBound < dollars[close].range.lowerBound
      {
        let source = opener.range.upperBound..<dollars[close].range.lowerBound
        let end = dollars[close].range.upperBound
        let name = isDisplayed ? FormulaName.read(bytes, at: end) : nil
        spans.append(
          Span(
            range: opener.range.lowerBound..<(name?.end ?? end),
            kind: .formula(source: source, isDisplayed: isDisplayed, name: name)))
        index = close + 1
      } else {
        if isDisplayed { openDisplays.append(opener.range.lowerBound) }
        index += 1
      }
    }
  }

  /// Where the header of a pipe table begins: in the line above a row of dashes and bars.
  private static func tableStart(in bytes: [UInt8]) -> Int {
    guard bytes.contains(UInt8(ascii: "|")) else { return bytes.count }
    var previous = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      let isDelimiter =
        line.contains(UInt8(ascii: "|")) && line.contains(UInt8(ascii: "-"))
        && line.allSatisfy { "|:- \t".utf8.contains($0) }
      if isDelimiter, start > 0 { return previous }
      previous = start
      start = end + 1
    }
    return bytes.count
  }
}

/// `[^label]`.
enum FootnoteLabel {
  /// GitHub's own limit for a link's label.
  private static let longest = 999

  static func read(_ bytes: [UInt8], at start: Int) -> (label: String, end: Int)? {
    guard start + 3 < bytes.count, bytes[start] == UInt8(ascii: "["),
      bytes[start + 1] == UInt8(ascii: "^")
    else { return nil }
    var end = start + 2
    while end < min(bytes.count, start + longest), bytes[end] != UInt8(ascii: "]") {
      if bytes[end].isSpace || bytes[end] == UInt8(ascii: "[") { return nil }
      end += 1
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "]"), end > start + 2 else { return nil }
    let label = String(decoding: bytes[start + 2..<end], as: UTF8.self).lowercased()
    return (label, end + 1)
  }
}
