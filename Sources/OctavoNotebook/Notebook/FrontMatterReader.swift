import OctavoBase
import OctavoResults

/// Reads the YAML between the `---` lines that a notebook may open with: it is cut off before cmark
/// sees the text.
struct FrontMatterReader {
  private(set) var frontMatter = FrontMatter()
  /// Where the Markdown begins.
  private(set) var firstLine = 1
  private(set) var diagnostics: [Diagnostic] = []
  /// What the notebook says of itself and the report does not.
  private var unshown: [Key] = []

  init(_ source: Source) {
    let place = FrontMatterPlace(source)
    firstLine = place.firstLineBehind
    diagnostics = place.diagnostics
    guard let lines = place.lines else { return }
    let mapping = YAMLReader.mapping(
      of: source, lines: lines, subject: "the front matter", &diagnostics)
    for entry in mapping?.entries ?? [] { read(entry) }
    warnOfUnshownKeys()
  }

  /// Whether a key has a meaning, here or for others who may read the file.
  static func knows(_ key: String) -> Bool {
    keys.contains(key) || foreignKeys.contains(key) || unshownKeys.contains(key)
  }

  private mutating func read(_ entry: Node.Entry) {
    switch entry.key.text {
    case "title": frontMatter.title = text(entry)
    case "subtitle": frontMatter.subtitle = text(entry)
    case "author": frontMatter.authors = authors(entry)
    case "date": frontMatter.date = text(entry)
    case "description": frontMatter.description = text(entry)
    case "abstract": frontMatter.abstract = text(entry)
    case "keywords": frontMatter.keywords = keywords(entry)
    case "toc": frontMatter.showsContents = boolean(entry)
    case "number-sections": frontMatter.numbersSections = boolean(entry) ?? false
    case "lang": frontMatter.lang = lang(entry)
    case "url": frontMatter.url = address(entry)
    case "card": frontMatter.card = address(entry)
    case "theme": readTheme(entry)
    case "seed": frontMatter.seed = seed(entry)
    case "image-folders": frontMatter.imageFolders = folders(entry)
    case "embed-data": frontMatter.embedsData = boolean(entry) ?? false
    case "bibliography": frontMatter.bibliography = bibliography(entry)
    case "params": frontMatter.params = params(entry)
    case "for": readPoints(entry)
    case let key where Self.unshownKeys.contains(key): unshown.append(entry.key)
    case let key where !Self.foreignKeys.contains(key):
      diagnostics.append(
        Diagnostic(
          MissingName(.frontMatterKey, key, among: Self.keys).explanation(), .warning,
          at: entry.key.range))
    default: break
    }
  }

  private static let keys = [
    "title", "subtitle", "author", "date", "description", "abstract", "keywords", "lang", "toc",
    "number-sections", "url", "card", "theme", "seed", "image-folders", "bibliography",
    "embed-data", "params", "for",
  ]

  /// Keys that tell Quarto or Jupyter, which may read the same file, how to do their work.
  private static let foreignKeys: Set = [
    "aliases", "appendix-style", "code-fold", "crossref", "css", "csl", "date-format", "draft",
    "editor", "engine", "execute", "filters", "format", "html-math-method", "jupyter", "knitr",
    "layout", "output-file", "toc-depth",
  ]

  /// Keys of theirs that say something of the text.
  private static let unshownKeys: Set = [
    "categories", "citation", "copyright", "date-modified", "doi",
    "image", "license", "tags",
  ]

  private mutating func warnOfUnshownKeys() {
    guard let first = unshown.first else { return }
    let others = unshown.count - 1
    diagnostics.append(
      Diagnostic(
        .unshownFrontMatter, .warning, at: first.range,
        "the report does not show `\(first.text)`"
          + (others > 0 ? " and \(others) more of the front matter's keys" : "")))
  }

  private mutating func text(_ entry: Node.Entry, _ what: String = "a text") -> String? {
    switch entry.value.scalar?.content {
    case .value?: return entry.value.scalar?.written.text
    case .null?: return nil
    default:
      fail(entry, "`\(entry.key.text)` is \(what), not \(entry.value.kind)")
      return nil
    }
  }

  /// A name, a list of names, or Quarto's mappings with a `name` in them.
  private mutating func authors(_ entry: Node.Entry) -> [String] {
    let nodes = entry.value.sequence ?? [entry.value]
    return nodes.compactMap { node in
      if let mapping = node.mapping, mapping["name"] != nil {
        unshown += mapping.entries.map(\.key).filter { $0.text != "name" }
      }
      return text(Node.Entry(key: entry.key, value: node.mapping?["name"] ?? node))
    }
  }

  /// One or several.
  private mutating func folders(_ entry: Node.Entry) -> [String] {
    (entry.value.sequence ?? [entry.value]).compactMap { node in
      if case .value(.text(let folder))? = node.scalar?.content { return folder }
      fail(
        Node.Entry(key: entry.key, value: node),
        "`image-folders` lists the names of folders, not \(node.kind)")
      return nil
    }
  }

  private mutating func boolean(_ entry: Node.Entry) -> Bool? {
    if case .value(.boolean(let value))? = entry.value.scalar?.content { return value }
    fail(
      entry, "`\(entry.key.text)` is `true` or `false`, not \(entry.value.kind)",
      hint: entry.value.scalar?.hint)
    return nil
  }

  /// A list, or a text with commas between them.
  private mutating func keywords(_ entry: Node.Entry) -> [String] {
    guard let nodes = entry.value.sequence else {
      return (text(entry, "a list or a text") ?? "").split(separator: ",").map { part in
        part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }.filter { !$0.isEmpty }
    }
    return nodes.compactMap { text(Node.Entry(key: entry.key, value: $0)) }
  }

  /// One or several.
  private mutating func bibliography(_ entry: Node.Entry) -> [Key] {
    if entry.value.scalar?.content == .null { return [] }
    return (entry.value.sequence ?? [entry.value]).compactMap { node in
      if case .value(.text(let file))? = node.scalar?.content { return Key(file, at: node.range) }
      fail(
        Node.Entry(key: entry.key, value: node),
        "`bibliography` lists BibTeX files, not \(node.kind)")
      return nil
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
    if ReportLanguage(tag: tag) == nil {
      let names = ReportLanguage.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      diagnostics.append(
        Diagnostic(
          .unknownLanguage, .warning, at: entry.value.range,
          "the report's own words, such as “Figure”, are not known in the language `\(tag)` and stay "
            + "English",
          remedy: "they are known in \(names)"))
    }
    return tag
  }

  /// One that leads into the web.
  private mutating func address(_ entry: Node.Entry) -> String? {
    guard let address = text(entry) else { return nil }
    guard let scheme = LinkPolicy.scheme(of: address), ["https", "http"].contains(scheme),
      address.lowercased().hasPrefix("\(scheme)://"), !address.contains(where: \.isWhitespace)
    else {
      fail(
        entry, "`\(entry.key.text)` is a whole address, not `\(address)`",
        remedy: "write one like `https://example.org/report.html`")
      return nil
    }
    return address
  }

  /// A name or a list is a theme of Quarto's.
  private mutating func readTheme(_ entry: Node.Entry) {
    guard let mapping = entry.value.mapping else { return }
    let reader = ThemeReader(mapping)
    frontMatter.theme = reader.theme
    diagnostics += reader.diagnostics
  }

  private mutating func seed(_ entry: Node.Entry) -> UInt64? {
    if case .value(let value)? = entry.value.scalar?.content, value.type != .text,
      let written = entry.value.scalar?.written.text, let seed = UInt64(written)
    {
      return seed
    }
    fail(
      entry, "`seed` is an integer from 0 to 2⁶⁴ − 1, not \(entry.value.kind)",
      hint: entry.value.scalar?.hint)
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
            .invalidName, at: name.range, "`\(name.text)` is not a parameter's name",
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

  private mutating func readPoints(_ entry: Node.Entry) {
    let node = entry.value.map { scalar, _ -> ResolvedScalar in
      switch scalar.content {
      case .null: ResolvedScalar(.null, written: scalar.written)
      case .value(let value): ResolvedScalar(.value(.known(value)), written: scalar.written)
      case .template, .invalid: ResolvedScalar(.invalid, written: scalar.written)
      }
    }
    if let expression = entry.value.expressions.first {
      diagnostics.append(
        Diagnostic(
          .invalidFrontMatter, at: expression.range, "the front matter cannot hold expressions",
          remedy: "write the values out, or give them by `--for`"))
    }
    frontMatter.points = PointSetReader().points(of: node, &diagnostics)
    frontMatter.pointsRange = entry.value.range
  }

  private mutating func fail(
    _ entry: Node.Entry, _ message: String, remedy: String? = nil, hint: Hint? = nil
  ) {
    guard entry.value.scalar?.content != .invalid else { return }
    diagnostics.append(
      Diagnostic(
        .invalidFrontMatter, at: entry.value.range, message, remedy: remedy ?? hint?.remedy))
  }
}
