/// A light coloring of code by its language. It never changes the text, however wrong the code may
/// be.
package enum CodeHighlighter {
  /// What a stretch of code is; the raw value is its class in the page.
  package enum Kind: String, Sendable {
    case keyword = "k"
    case type = "t"
    case string = "s"
    case number = "n"
    case comment = "c"
    case decorator = "d"
    /// A variable of the shell, an address in Markdown, `${…}` in YAML.
    case expression = "x"
  }

  package struct Token: Hashable, Sendable {
    package var kind: Kind
    /// In bytes.
    package var range: Range<Int>
  }

  /// - Parameter language: As a fence names it; code in an unknown one stays plain.
  package static func nodes(_ text: String, language: String?) -> [HTMLNode] {
    let name = language?.lowercased() ?? ""
    let bytes = Array(text.utf8)
    switch name {
    case "yaml", "yml": return YAMLHighlighter.nodes(text)
    case "markdown", "md": return nodes(bytes, MarkdownTokens(bytes).tokens)
    case "console": return nodes(bytes, ConsoleTokens(bytes).tokens)
    default:
      guard let language = CodeLanguage.named(name) else {
        return text.isEmpty ? [] : [.text(text)]
      }
      return nodes(bytes, CodeTokenizer(bytes, in: language).tokens)
    }
  }

  /// - Parameter tokens: In order, without overlaps.
  private static func nodes(_ bytes: [UInt8], _ tokens: [Token]) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    var end = 0
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    for token in tokens where !token.range.isEmpty {
      if end < token.range.lowerBound { nodes.append(.text(text(end..<token.range.lowerBound))) }
      nodes.append(HTMLTag.span(.class(token.kind.rawValue)) { text(token.range) })
      end = token.range.upperBound
    }
    if end < bytes.count { nodes.append(.text(text(end..<bytes.count))) }
    return nodes
  }
}
