import OctavoNotebook
import OctavoResults

/// The whole page: head, contents, the notebook's parts in reading order, footer.
package struct Page {
  private let context: PageContext

  /// A first heading that only repeats the title takes its place.
  package init(_ document: ReportDocument) {
    var document = document
    if case .prose(.heading(_, let identifier, let content))? = document.elements.first,
      Self.normalized(content.plainText) == Self.normalized(document.title)
    {
      document.elements.removeFirst()
      document.titleHeading = (identifier, content)
    }
    context = PageContext(document)
  }

  private static func normalized(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  package static let contentSecurityPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

  package var root: HTMLNode { root(main: mainNodes) }

  /// The page around parts that have been drawn already.
  package func root(main: [HTMLNode]) -> HTMLNode {
    let document = context.document
    let contents = ContentsView(context: context)
    return HTMLTag.html(.lang(document.language)) {
      head
      HTMLTag.body(contents.isEmpty ? nil : .class("has-contents")) {
        HTMLTag.a(.class("skip-link"), .href(LinkTarget(fragment: "report"))) {
          "Skip to the report"
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
    }
  }

  private var head: HTMLNode {
    let document = context.document
    return HTMLTag.head {
      HTMLTag.meta(.charset("utf-8"))
      HTMLTag.meta(
        .httpEquivalent("Content-Security-Policy"), .content(Self.contentSecurityPolicy))
      HTMLTag.meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
      HTMLTag.meta(.name("color-scheme"), .content("light dark"))
      HTMLTag.meta(
        .name("generator"), .content("Octavo \(document.metadata?.octavo ?? "")"))
      if let description = document.description {
        HTMLTag.meta(.name("description"), .content(description))
      }
      if !document.keywords.isEmpty {
        HTMLTag.meta(.name("keywords"), .content(document.keywords.joined(separator: ", ")))
      }
      if !document.authors.isEmpty {
        HTMLTag.meta(.name("author"), .content(document.authors.joined(separator: ", ")))
      }
      HTMLTag.title {
        document.titleHeading?.content.plainText(
          value: { document.valueText($0) ?? $0.source },
          citation: context.references.text) ?? document.title
      }
      HTMLTag.style { StyleSheet.text }
    }
  }

  package var mainNodes: [HTMLNode] {
    FoldedView(prose: ProseView(context: context)).nodes(
      context.document.elements,
      mark: { if case .prose(let prose) = $0 { prose } else { nil } }, nodes: nodes)
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
