import OctavoResults

/// Reads the YAML between the `---` lines that a notebook may open with.
///
/// CommonMark knows no front matter: it is cut off before cmark sees the text.
struct FrontMatterReader {
  private(set) var frontMatter = FrontMatter()
  /// Where the Markdown begins.
  private(set) var firstLine = 1
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: Source) {
    // A line of dashes before an empty one is a rule of Markdown's.
    guard Self.isFence(source.line(1), "---"), !Self.isBlank(source.line(2)) else { return }
    let lines = source.lines.dropFirst()
    let closing = lines.firstIndex { Self.isFence($0, "---") || Self.isFence($0, "...") }
    if closing == nil {
      diagnostics.append(
        Diagnostic(
          at: source.range(ofLine: 1), "the front matter is not closed",
          remedy: "close it with a line `---`"))
    }
    // Unclosed, it is taken to end at the first empty line.
    let end = closing ?? lines.firstIndex(where: Self.isBlank) ?? lines.endIndex
    firstLine = end + 2
    let mapping = YAMLReader.mapping(
      of: source, lines: 2..<end + 1, subject: "the front matter", &diagnostics)
    for entry in mapping?.entries ?? [] { read(entry) }
  }

  private static func isFence(_ line: Substring, _ fence: String) -> Bool {
    line.hasPrefix(fence) && isBlank(line.dropFirst(fence.count))
  }

  private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  private mutating func read(_ entry: Node.Entry) {
    switch entry.key.text {
    case "title": frontMatter.title = text(entry)
    case "author": frontMatter.authors = authors(entry)
    case "date": frontMatter.date = text(entry)
    case "description": frontMatter.description = text(entry)
    case "lang": frontMatter.lang = lang(entry)
    case "seed": frontMatter.seed = seed(entry)
    case "image-folders": frontMatter.imageFolders = folders(entry)
    case "params": frontMatter.params = params(entry)
    case let key where !Self.foreignKeys.contains(key):
      let remedy = nearest(to: key, among: Self.keys).map { "did you mean `\($0)`?" }
      diagnostics.append(
        Diagnostic(
          .warning, at: entry.key.range, "the front matter's key `\(key)` has no meaning here",
          remedy: remedy ?? "the keys are " + Self.keys.map { "`\($0)`" }.joined(separator: ", ")))
    default: break
    }
  }

  private static let keys = [
    "title", "author", "date", "description", "lang", "seed", "image-folders", "params",
  ]

  /// Keys that have a meaning for Quarto or Jupyter, which may read the same file.
  private static let foreignKeys: Set = [
    "abstract", "aliases", "appendix-style", "bibliography", "categories", "citation",
    "code-fold", "copyright", "crossref", "css", "csl", "date-format", "date-modified", "doi",
    "draft", "editor", "engine", "execute", "filters", "format", "html-math-method", "image",
    "jupyter", "keywords", "knitr", "layout", "license", "number-sections", "output-file",
    "subtitle", "tags", "theme", "toc", "toc-depth",
  ]

  private mutating func text(_ entry: Node.Entry) -> String? {
    switch entry.value.scalar?.content {
    case .value?: return entry.value.scalar?.written.text
    case .null?: return nil
    default:
      fail(entry, "`\(entry.key.text)` is a text, not \(entry.value.kind)")
      return nil
    }
  }

  /// A name, a list of names, or Quarto's mappings with a `name` in them.
  private mutating func authors(_ entry: Node.Entry) -> [String] {
    let nodes = entry.value.sequence ?? [entry.value]
    return nodes.compactMap { node in
      text(Node.Entry(key: entry.key, value: node.mapping?["name"] ?? node))
    }
  }

  /// One or several.
  private mutating func folders(_ entry: Node.Entry) -> [String] {
    (entry.value.sequence ?? [entry.value]).compactMap { node in
      text(Node.Entry(key: entry.key, value: node))
    }
  }

  private mutating func lang(_ entry: Node.Entry) -> String? {
    guard let tag = text(entry) else { return nil }
    let subtags = tag.split(separator: "-", omittingEmptySubsequences: false)
    let isTag = subtags.allSatisfy { subtag in
      (1...8).contains(subtag.count)
        && subtag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    guard isTag, subtags[0].count >= 2, subtags[0].allSatisfy(\.isLetter) else {
      fail(entry, "`\(tag)` is not a language tag", remedy: "write one like `en` or `pt-BR`")
      return nil
    }
    return tag
  }

  private mutating func seed(_ entry: Node.Entry) -> UInt64? {
    if case .value(let value)? = entry.value.scalar?.content, value.type != .text,
      let written = entry.value.scalar?.written.text, let seed = UInt64(written)
    {
      return seed
    }
    fail(
      entry, "`seed` is an integer from 0 to 2⁶⁴ − 1, not \(entry.value.kind)",
      remedy: entry.value.scalar?.hint)
    return nil
  }

  private mutating func params(_ entry: Node.Entry) -> [FrontMatter.Parameter] {
    if entry.value.scalar?.content == .null { return [] }
    guard let mapping = entry.value.mapping else {
      fail(
        entry, "`params` is a mapping, not \(entry.value.kind)",
        remedy: "write lines of the form `name: value` under it, further in")
      return []
    }
    return mapping.entries.compactMap { parameter in
      let name = parameter.key
      guard Fence.isName(name.text) else {
        diagnostics.append(
          Diagnostic(
            at: name.range, "`\(name.text)` is not a parameter's name",
            remedy: "names are lower-case words joined by hyphens"))
        return nil
      }
      guard case .value(let value)? = parameter.value.scalar?.content else {
        fail(
          parameter,
          "the parameter `\(name.text)` is a number, a text or a boolean, not "
            + parameter.value.kind)
        return nil
      }
      return FrontMatter.Parameter(name: name, value: value, range: parameter.value.range)
    }
  }

  private mutating func fail(_ entry: Node.Entry, _ message: String, remedy: String? = nil) {
    guard entry.value.scalar?.content != .invalid else { return }
    diagnostics.append(Diagnostic(at: entry.value.range, message, remedy: remedy))
  }
}
