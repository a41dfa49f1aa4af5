import OctavoNotebook

/// What a page says of itself to browsers, search engines, and programs that show links to it.
struct PageHead {
  var context: PageContext

  private var document: ReportDocument { context.document }

  var node: HTMLNode {
    HTMLTag.head {
      HTMLTag.meta(.charset("utf-8"))
      HTMLTag.meta(
        .httpEquivalent("Content-Security-Policy"), .content(Page.contentSecurityPolicy))
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
      card
      HTMLTag.title { title }
      HTMLTag.style {
        StyleSheet.report(title: title, theme: document.theme, language: document.language)
      }
    }
  }

  /// The Open Graph protocol. An image has to have an address: nobody who draws a card looks into a
  /// data URI.
  private var card: [HTMLNode] {
    var properties = [("og:type", "article"), ("og:title", title)]
    let description = document.description ?? document.subtitle ?? document.abstract
    if let description { properties.append(("og:description", description.firstParagraph)) }
    if let url = document.url { properties.append(("og:url", url)) }
    if let card = document.card { properties.append(("og:image", card)) }
    return properties.map { HTMLTag.meta(.property($0), .content($1)) }
  }

  private var title: String {
    document.titleHeading?.content.plainText(
      value: { document.valueText($0) ?? $0.source },
      citation: context.references.text) ?? document.title
  }
}

extension String {
  /// On one line.
  fileprivate var firstParagraph: String {
    split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
      .joined(separator: " ")
  }
}
