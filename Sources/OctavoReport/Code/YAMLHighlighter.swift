/// A light coloring of YAML: keys, strings, numbers, comments and Octavo's `${…}`. It never
/// changes the text, however wrong the YAML may be.
package enum YAMLHighlighter {
  package static func nodes(_ source: String) -> [HTMLNode] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { index, line -> [HTMLNode] in
      (index == 0 ? [] : [.text("\n")]) + nodes(inLine: line)
    }
  }

  private static func nodes(inLine line: Substring) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    var rest = line
    let lead = rest.prefix { $0 == " " || $0 == "-" }
    nodes.append(.text(String(lead)))
    rest = rest[lead.endIndex...]
    if let colon = keyEnd(in: rest) {
      nodes.append(span(.keyword, rest[..<colon]))
      nodes.append(.text(":"))
      rest = rest[rest.index(after: colon)...]
    }
    return (nodes + values(in: rest)).filter { $0 != .text("") }
  }

  /// The colon after a plain key at the start of a line.
  private static func keyEnd(in text: Substring) -> Substring.Index? {
    guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
      !text[..<colon].contains(where: { "#\"'{}[],".contains($0) })
    else { return nil }
    let next = text.index(after: colon)
    return next == text.endIndex || text[next] == " " ? colon : nil
  }

  private static func values(in text: Substring) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    var rest = text
    var plain = ""
    // Signs that nothing closes on this line: it is not searched for each of them again.
    var open: Set<Character> = []
    func flush() {
      if !plain.isEmpty { nodes.append(word(plain)) }
      plain = ""
    }
    while let first = rest.first {
      if first == "#" && (plain.isEmpty || plain.last == " ") {
        flush()
        nodes.append(span(.comment, rest))
        return nodes
      }
      let isOpening = "\"'$".contains(first) && !open.contains(first)
      let token = isOpening ? quoted(rest) ?? expression(rest) : nil
      if isOpening, token == nil, first != "$" || rest.hasPrefix("${") { open.insert(first) }
      if let token {
        flush()
        nodes.append(span(first == "$" ? .expression : .string, token))
        rest = rest[token.endIndex...]
      } else if " ,[]{}".contains(first) {
        flush()
        nodes.append(.text(String(first)))
        rest.removeFirst()
      } else {
        plain.append(first)
        rest.removeFirst()
      }
    }
    flush()
    return nodes
  }

  private static func quoted(_ text: Substring) -> Substring? {
    guard let quote = text.first, quote == "\"" || quote == "'" else { return nil }
    var isEscaped = false
    let end = text.dropFirst().firstIndex { character in
      defer { isEscaped = !isEscaped && character == "\\" && quote == "\"" }
      return character == quote && !isEscaped
    }
    return end.map { text[...$0] }
  }

  private static func expression(_ text: Substring) -> Substring? {
    guard text.hasPrefix("${"), let end = text.firstIndex(of: "}") else { return nil }
    return text[...end]
  }

  private static func word(_ text: String) -> HTMLNode {
    Double(text) != nil || ["true", "false", "null"].contains(text)
      ? span(.number, text[...]) : .text(text)
  }

  private static func span(_ kind: CodeHighlighter.Kind, _ text: Substring) -> HTMLNode {
    HTMLTag.span(.class(kind.rawValue)) { String(text) }
  }
}
