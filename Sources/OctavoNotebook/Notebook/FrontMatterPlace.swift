/// Where a notebook's front matter stands, if it has any.
///
/// CommonMark knows no front matter, so what is meant as such and not recognized becomes a rule and
/// a heading. Whatever resembles it is therefore either taken or warned of.
struct FrontMatterPlace {
  /// The lines between the two fences.
  private(set) var lines: Range<Int>?
  /// Where the Markdown begins.
  private(set) var firstLineBehind = 1
  private(set) var diagnostics: [Diagnostic] = []

  private let source: Source

  init(_ source: Source) {
    self.source = source
    guard let opening = Self.firstLine(of: source, from: 1, where: { !Self.isBlank($0) }) else {
      return
    }
    if Self.isFence(source.line(opening), "---"), isFrontMatter(openedIn: opening) {
      take(from: opening)
    } else if let doubt = doubt(at: skippingHeadings(from: opening)) {
      diagnostics.append(doubt)
    }
  }

  /// A line of dashes before an empty one is a rule of Markdown's, unless a known key follows; and
  /// so is one that is not the first.
  private func isFrontMatter(openedIn opening: Int) -> Bool {
    if opening == 1, !Self.isBlank(source.line(2)) { return true }
    guard
      let first = Self.firstLine(of: source, from: opening + 1, where: { !Self.isBlank($0) }),
      let key = Self.key(of: source.line(first))
    else { return false }
    return FrontMatterReader.knows(key) && closing(after: opening) != nil
  }

  private mutating func take(from opening: Int) {
    let closing = closing(after: opening)
    if closing == nil {
      diagnostics.append(
        Diagnostic(
          .unclosedFrontMatter, at: source.range(ofLine: opening), "the front matter is not closed",
          remedy: "close it with a line `---`"))
    }
    // Unclosed, it is taken to end at the first empty line.
    let end =
      closing ?? Self.firstLine(of: source, from: opening + 1, where: Self.isBlank)
      ?? source.lines.count + 1
    lines = opening + 1..<end
    firstLineBehind = end + 1
  }

  private func closing(after opening: Int) -> Int? {
    Self.firstLine(of: source, from: opening + 1) {
      Self.isFence($0, "---") || Self.isFence($0, "...")
    }
  }

  /// Comments and headings may stand before what was meant as front matter.
  private func skippingHeadings(from first: Int) -> Int {
    var number = first
    while number <= source.lines.count {
      let line = source.line(number)
      if line.hasPrefix("<!--") {
        guard
          let end = Self.firstLine(of: source, from: number, where: { $0.contains("-->") })
        else { return number }
        number = end + 1
      } else if Self.isBlank(line) || line.hasPrefix("#") {
        number += 1
      } else {
        return number
      }
    }
    return number
  }

  private func doubt(at number: Int) -> Diagnostic? {
    let next = Self.firstLine(of: source, from: number + 1) { !Self.isBlank($0) }
    guard let next, next == number + 1 || next == number + 2 else { return nil }
    let opening = source.line(number).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
    let following = source.line(next)
    let message: String
    if opening == "+++", Self.key(of: following) == nil {
      message = "this looks like front matter in TOML, which is read as text"
    } else if opening == ";;;" || opening == "{", following.contains("\":") {
      message = "this looks like front matter in JSON, which is read as text"
    } else if opening == "+++" || Self.resemblesFence(opening), Self.key(of: following) != nil {
      message = "this looks like front matter, but is read as text"
    } else {
      return nil
    }
    return Diagnostic(
      .misplacedFrontMatter, .warning, at: source.range(ofLine: number),
      message + ": its title, seed and parameters are not used",
      remedy: "begin the notebook with YAML between two lines `---`")
  }

  /// `---` with a comment, with more or fewer dashes, or with those of a word processor.
  private static func resemblesFence(_ line: String) -> Bool {
    let dashes = line.prefix { "-–—−".contains($0) }
    let rest = line.dropFirst(dashes.count)
    return (dashes.count >= 2 || dashes.first.map { "–—".contains($0) } == true)
      && (rest.isEmpty || rest.hasPrefix("#"))
  }

  /// `title` of `title: A model`.
  private static func key(of line: Substring) -> String? {
    guard let colon = line.firstIndex(of: ":"),
      line[line.index(after: colon)...].first.map(\.isWhitespace) ?? true
    else { return nil }
    let key = line[..<colon].trimmingQuotes
    return !key.isEmpty
      && key.allSatisfy { $0.isLetter || $0.isNumber || "-_ ".contains($0) } ? key : nil
  }

  private static func firstLine(
    of source: Source, from first: Int, where condition: (Substring) -> Bool
  ) -> Int? {
    guard first <= source.lines.count else { return nil }
    return source.lines[(first - 1)...].firstIndex(where: condition).map { $0 + 1 }
  }

  private static func isFence(_ line: Substring, _ fence: String) -> Bool {
    line.hasPrefix(fence) && isBlank(line.dropFirst(fence.count))
  }

  private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
}

extension Substring {
  fileprivate var trimmingQuotes: String {
    let quotes: Set<Character> = ["\"", "'"]
    return String(drop { quotes.contains($0) }.reversed().drop { quotes.contains($0) }.reversed())
  }
}
