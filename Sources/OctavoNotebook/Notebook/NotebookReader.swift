extension Notebook {
  /// Reads a notebook. What is wrong with it is in `diagnostics`.
  public static func read(_ source: Source) -> Notebook {
    if let diagnostic = source.unreadable {
      return Notebook(source: source, elements: [], diagnostics: [diagnostic])
    }
    return NotebookReader(source).notebook
  }
}

/// Puts a notebook together: front matter, prose, blocks, and the names that hold them together.
private struct NotebookReader {
  private let source: Source
  private let frontMatter: FrontMatter
  private let markdown: MarkdownReader
  private let firstLine: Int
  private var elements: [Notebook.Element] = []
  private var diagnostics: [Diagnostic]
  /// Blocks above the one that is being read.
  private var blocks: [String: Block] = [:]

  init(_ source: Source) {
    self.source = source
    let opening = FrontMatterReader(source)
    frontMatter = opening.frontMatter
    firstLine = opening.firstLine
    markdown = MarkdownReader(
      source, from: opening.firstLine,
      hasBibliography: !opening.frontMatter.bibliography.isEmpty)
    diagnostics = opening.diagnostics + markdown.diagnostics
    var count = 0
    for element in markdown.elements {
      switch element {
      case .prose(let prose):
        elements.append(.prose(prose))
      case .block(let fence):
        count += 1
        if count <= Limits.blocks {
          read(fence)
        } else if count == Limits.blocks + 1 {
          report(.tooLarge, fence.openingRange, "a notebook has at most \(Limits.blocks) blocks")
        }
      }
    }
    checkExtensions()
    checkLabels()
    checkLinks()
  }

  var notebook: Notebook {
    var notebook = Notebook(
      source: source, frontMatter: frontMatter, elements: elements,
      valueReferences: markdown.values,
      linkedFiles: [frontMatter.theme?.logo].compactMap { logo in
        logo.map { LinkedFile(.image, $0.text, at: $0.range) }
      } + markdown.linkedFiles,
      diagnostics: diagnostics.withFittingReplacements(in: source).inOrder.limited)
    notebook.firstLine = firstLine
    notebook.citedKeys = markdown.citedKeys
    notebook.headings = markdown.headings
    notebook.labels = markdown.labels.map(\.name)
    notebook.localLinks = markdown.localLinks.map(\.target)
    return notebook
  }

  private mutating func report(
    _ identifier: DiagnosticIdentifier, _ range: SourceRange, _ message: String,
    remedy: String? = nil, notes: [Diagnostic.Note] = [], replacement: Replacement? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        identifier, at: range, message, remedy: remedy, notes: notes, replacement: replacement))
  }
}

// Blocks.
extension NotebookReader {
  private mutating func read(_ fence: Fence) {
    guard let kind = fence.kind else { return }
    guard fence.isClosed else {
      report(
        .unclosedBlock, fence.openingRange, "this \(kind.rawValue) is never closed",
        remedy: "close it with a line of the same signs as it opens with")
      return
    }
    let name = name(of: fence, kind)
    let body = YAMLReader.mapping(
      of: source, lines: fence.lines, subject: "the body of a \(kind.rawValue)", &diagnostics)
    guard let name else { return }
    let text = fence.lines.map(source.line).joined(separator: "\n")
    let block = Block(kind: kind, name: name, range: fence.range, text: text, body: body)
    blocks[name.text] = block
    elements.append(kind == .step ? .step(block) : .config(block))
    if kind == .step { diagnostics += CaptionFormulas(of: block).diagnostics }
  }

  private mutating func name(of fence: Fence, _ kind: Block.Kind) -> Key? {
    guard let name = fence.nameWords.first else {
      report(
        .missingName, fence.openingRange, "a \(kind.rawValue) needs a name",
        remedy: "write it behind the word, as in `\(kind.rawValue) my-name`")
      return nil
    }
    if let second = fence.nameWords.dropFirst().first {
      report(
        .invalidName, second.range, "a \(kind.rawValue)'s name is a single word",
        remedy: "join words by hyphens, as in `\(name.text)-\(second.text)`",
        replacement: Replacement(
          of: "\(name.text) \(second.text)",
          at: SourceRange(name.range.start, second.range.end),
          by: "\(name.text)-\(second.text)"))
      return nil
    }
    guard Fence.isName(name.text) else {
      let words = name.text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      let proposal = words.joined(separator: "-")
      let isProposed = Fence.isName(proposal)
      report(
        .invalidName, name.range, "`\(name.text)` is not a name",
        remedy: "names are lower-case words joined by hyphens"
          + (isProposed ? ", as in `\(proposal)`" : ""),
        replacement: isProposed
          ? Replacement(of: name.text, at: name.range, by: proposal) : nil)
      return nil
    }
    if NotebookScope.reservedNames.contains(name.text) {
      report(
        .reservedName, name.range, "`\(name.text)` means something else in expressions",
        remedy: "choose another name")
      return nil
    }
    if let earlier = blocks[name.text] {
      report(
        .duplicateName, name.range, "the name `\(name.text)` is taken",
        remedy: "choose another name",
        notes: [.init(at: earlier.name.range, "this \(earlier.kind.rawValue) has it")])
      return nil
    }
    return name
  }

  private mutating func checkExtensions() {
    var above: [String: Block.Kind] = [:]
    for element in elements {
      switch element {
      case .prose: break
      case .step(let block): above[block.name.text] = .step
      case .config(let block):
        if let node = block.body?[Block.extendsKey] { checkExtension(node, of: block, above) }
        above[block.name.text] = .config
      }
    }
  }

  private mutating func checkExtension(
    _ node: Node, of block: Block, _ above: [String: Block.Kind]
  ) {
    guard let parent = block.extends else {
      report(
        .wrongType, node.range, "`extends` is the name of a config, not \(node.kind)")
      return
    }
    let name = parent.text
    if name == block.name.text {
      report(.selfReference, parent.range, "the config `\(name)` extends itself")
    } else if above[name] == .step {
      report(.wrongKind, parent.range, "`\(name)` is a step; only a config can be extended")
    } else if above[name] == nil, let block = blocks[name] {
      diagnostics.append(
        Diagnostic(.reference(forwardTo: block.name, of: block.kind), at: parent.range))
    } else if above[name] == nil {
      let configs = elements.compactMap { element -> String? in
        guard case .config(let block) = element, above[block.name.text] != nil else { return nil }
        return block.name.text
      }
      diagnostics.append(
        Diagnostic(missing(.config, name, among: configs), at: parent.range))
    }
  }

  /// Of more problems than anyone will read, no names are compared: that takes long.
  private func missing(
    _ kind: MissingName.Kind, _ name: String, among known: @autoclosure () -> [String],
    spelled: @escaping @Sendable (String) -> String = { $0 }
  ) -> Explanation {
    MissingName(
      kind, name, among: diagnostics.count < Limits.diagnostics ? known() : [], spelled: spelled
    ).explanation()
  }
}

// Links within the notebook.
extension NotebookReader {
  private mutating func checkLabels() {
    var above: [String: Label] = [:]
    for label in markdown.labels {
      let name = label.name.text
      let note: Diagnostic.Note? =
        if let block = blocks[name] {
          .init(at: block.name.range, "this \(block.kind.rawValue) has it")
        } else {
          above[name].map { .init(at: $0.name.range, "it is the name of \($0.kind.word) above") }
        }
      if let note {
        report(
          .duplicateName, label.name.range, "the name `\(name)` is taken",
          remedy: "choose another name", notes: [note])
      }
      above[name] = above[name] ?? label
    }
  }

  private mutating func checkLinks() {
    let steps = elements.compactMap { element in
      if case .step(let block) = element { block.name.text } else { nil }
    }
    let headings = markdown.headings.map(\.identifier)
    let labels = markdown.labels.map(\.name.text)
    let (stepNames, headingNames) = (Set(steps + labels), Set(headings))
    for link in markdown.localLinks {
      let name = link.target.text
      guard !stepNames.contains(name), link.isEmpty || !headingNames.contains(name) else {
        continue
      }
      if link.isEmpty, headingNames.contains(name) {
        report(
          .unknownStep, link.target.range, "no step or equation is called `\(name)`",
          remedy: "a link to a heading needs a text")
      } else if link.isEmpty {
        diagnostics.append(
          Diagnostic(
            missing(
              Label.Kind(of: name).map { .linked($0) } ?? .linkedStep, name,
              among: labels + steps, spelled: { "[](#\($0))" }),
            at: link.target.range))
      } else if !name.isEmpty, name != "top" {
        diagnostics.append(
          Diagnostic(
            missing(.linkTarget, name, among: steps + labels + headings), .warning,
            at: link.target.range))
      }
    }
  }
}
