/// What the parts of a text define for each other: `[label]: address` and `[^label]: note`. A part that
/// is shown apart needs the definitions that it uses.
struct MarkdownDefinitions {
  private struct Definition {
    var label: String
    /// The numbers of its lines in its part.
    var lines: Range<Int>
    var text: String
    var isFootnote: Bool { label.hasPrefix("^") }
  }

  private let definitions: [String: Definition]
  /// The labels that some part uses.
  private let used: Set<String>

  init(_ parts: [String]) {
    let all = parts.flatMap(Self.definitions)
    definitions = Dictionary(all.map { ($0.label, $0) }) { first, _ in first }
    used = Set(parts.flatMap { Self.labels(in: Self.without(Self.definitions(in: $0), $0)) })
  }

  /// The part with the definitions that it uses, and without footnotes that only others use.
  func standingAlone(_ part: String) -> String {
    let own = Self.definitions(in: part)
    let words = Self.without(own, part)
    var needed = Set(Self.labels(in: words))
    var pending = Array(needed)
    while let label = pending.popLast() {
      for inner in definitions[label].map({ Self.labels(in: $0.text) }) ?? []
      where needed.insert(inner).inserted {
        pending.append(inner)
      }
    }
    let moved = own.filter {
      $0.isFootnote && !needed.contains($0.label) && used.contains($0.label)
    }
    let missing = definitions.values.filter { definition in
      needed.contains(definition.label) && !own.contains { $0.label == definition.label }
    }.sorted { $0.label < $1.label }
    guard !moved.isEmpty || !missing.isEmpty else { return part }
    let links = missing.filter { !$0.isFootnote }.map(\.text).joined(separator: "\n")
    let notes = missing.filter(\.isFootnote).map(\.text)
    return ([Self.without(moved, part).trimmingEmptyLines, links] + notes)
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func definitions(in part: String) -> [Definition] {
    let lines = MarkdownLines(part).lines
    var found: [Definition] = []
    var index = 0
    while index < lines.count {
      let first = index
      index += 1
      guard !lines[first].isCode,
        let match = lines[first].text.prefixMatch(of: /[ ]{0,3}\[([^\[\]]+)\]:/)
      else { continue }
      let label = normalized(match.output.1)
      if label.hasPrefix("^") { index = end(ofFootnote: first, lines) }
      found.append(
        Definition(
          label: label, lines: first..<index,
          text: lines[first..<index].map(\.text).joined(separator: "\n")))
    }
    return found
  }

  /// A footnote goes on in lines that are further in, and in those of its first paragraph.
  private static func end(ofFootnote first: Int, _ lines: [MarkdownLines.Line]) -> Int {
    var (end, isAfterBlank) = (first + 1, false)
    for index in lines.indices.dropFirst(first + 1) {
      let text = lines[index].text
      if text.allSatisfy(\.isWhitespace) {
        isAfterBlank = true
        continue
      }
      let isFurtherIn = text.hasPrefix("    ") || text.hasPrefix("\t")
      let isNext = text.prefixMatch(of: /[ ]{0,3}(\[[^\[\]]+\]:|[#>|`~<]|[-*+] |\d+[.)] )/) != nil
      guard isFurtherIn || !isAfterBlank && !isNext else { break }
      (end, isAfterBlank) = (index + 1, false)
    }
    return end
  }

  private static func without(_ definitions: [Definition], _ part: String) -> String {
    let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.filter { line in !definitions.contains { $0.lines.contains(line) } }
      .map { lines[$0] }.joined(separator: "\n")
  }

  private static func labels(in text: String) -> [String] {
    MarkdownLines(text).withoutCode.matches(of: /\[([^\[\]]+)\]/).map { normalized($0.output.1) }
  }

  private static func normalized(_ label: Substring) -> String {
    label.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }
}
