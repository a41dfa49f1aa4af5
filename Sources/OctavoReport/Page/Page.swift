import OctavoNotebook
import OctavoResults

/// The whole page: head, contents, the notebook's parts in reading order, footer.
package struct Page {
  private let context: PageContext
  private let language: PageLanguage

  /// A first heading that only repeats the title takes its place.
  package init(_ document: ReportDocument) {
    var document = document
    if case .prose(.heading(_, let identifier, let content))? = document.elements.first,
      Self.repeatsTitle(content.plainText, document.title)
    {
      document.elements.removeFirst()
      document.titleHeading = (identifier, content)
    }
    document.placeFootnotesBeforeReferences()
    language = PageLanguage(tag: document.language)
    context = language.speaking { PageContext(document) }
  }

  /// Whether a heading says what the title says.
  static func repeatsTitle(_ heading: String, _ title: String) -> Bool {
    func normalized(_ text: String) -> String {
      text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
    return normalized(heading) == normalized(title)
  }

  package static let contentSecurityPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

  package var root: HTMLNode { root(main: mainNodes) }

  /// The page around parts that have been drawn already.
  package func root(main: [HTMLNode]) -> HTMLNode {
    language.speaking { frame(around: main) }
  }

  private func frame(around main: [HTMLNode]) -> HTMLNode {
    let document = context.document
    let contents = ContentsView(context: context)
    let body = HTMLTag.body(contents.isEmpty ? nil : .class("has-contents")) {
      HTMLTag.a(.class("skip-link"), .href(LinkTarget(fragment: "report"))) {
        phrases.skipToReport
      }
      contents.sideColumn
      HTMLTag.div(.class("column")) {
        HeaderView(context: context).node
        contents.folded
        HTMLTag.main(.id("report")) {
          main
          ReferencesView(context: context).node
          DependenciesView(context: context).node
        }
        FooterView(context: context).node
      }
    }
    return HTMLTag.html(.lang(document.language)) {
      PageHead(context: context).node(of: body)
      body
    }
  }

  package var mainNodes: [HTMLNode] {
    language.speaking {
      FoldedView(prose: ProseView(context: context)).nodes(
        context.document.elements,
        mark: { if case .prose(let prose) = $0 { prose } else { nil } }, nodes: nodes)
    }
  }

  /// Blocks of which nothing is to be seen share a line with those beside them.
  private func nodes(_ elements: [ReportDocument.Element]) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    var quiet: [ReportDocument.Element] = []
    for element in elements {
      if isQuiet(element) {
        quiet.append(element)
      } else {
        nodes += listing(of: quiet)
        quiet = []
        nodes.append(node(element))
      }
    }
    return nodes + listing(of: quiet)
  }

  private func isQuiet(_ element: ReportDocument.Element) -> Bool {
    switch element {
    case .prose: false
    case .config: true
    case .step(let record, let source):
      StepView(record: record, source: source, context: context).isQuiet
    }
  }

  private func listing(of elements: [ReportDocument.Element]) -> [HTMLNode] {
    guard elements.count > 1 else { return elements.map(node) }
    return [
      SourceListing(
        blocks: elements.compactMap { element in
          switch element {
          case .prose: return nil
          case .config(let name, let source):
            return SourceListing.Block(kind: "config", name: name, source: source)
          case .step(let record, let source):
            var block = StepView(record: record, source: source, context: context).listed
            block.identifier = Numbering.identifier(ofStep: record.name)
            return block
          }
        }
      ).node
    ]
  }

  private func node(_ element: ReportDocument.Element) -> HTMLNode {
    switch element {
    case .prose(let prose):
      ProseView(context: context).node(prose)
    case .config(let name, let source):
      SourceListing(blocks: [.init(kind: "config", name: name, source: source)]).node
    case .step(let record, let source):
      StepView(record: record, source: source, context: context).node
    }
  }
}
