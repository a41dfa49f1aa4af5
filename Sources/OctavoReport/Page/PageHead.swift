import OctavoNotebook

/// What a page says of itself to browsers, search engines, and programs that show links to it.
struct PageHead {
  var context: PageContext

  private var document: ReportDocument { context.document }

  func node(of body: HTMLNode) -> HTMLNode {
    let title = title
    return DocumentHead(
      title: title, octavo: document.metadata?.octavo ?? "",
      style: StyleSheet.report(
        title: title, theme: document.theme, language: document.language),
      metadata: description + card(title)
    ).node(of: body)
  }

  private var description: [HTMLNode] {
    let entries = [
      ("description", document.description),
      ("keywords", document.keywords.nonEmptyList), ("author", document.authors.nonEmptyList),
    ]
    return entries.compactMap { name, content in
      content.map { HTMLTag.meta(.name(name), .content($0)) }
    }
  }

  /// The Open Graph protocol. An image has to have an address: nobody who draws a card looks into a
  /// data URI.
  private func card(_ title: String) -> [HTMLNode] {
    var properties = [("og:type", "article"), ("og:title", title)]
    let description = document.description ?? document.subtitle ?? document.abstract
    if let description { properties.append(("og:description", description.firstParagraph)) }
    if let url = document.url { properties.append(("og:url", url)) }
    if let card = document.card { properties.append(("og:image", card)) }
    return properties.map { HTMLTag.meta(.property($0), .content($1)) }
  }

  private var title: String {
    document.titleHeading.map { context.plainText(of: $0.content) } ?? document.title
  }
}

extension [String] {
  /// `nil` where there is none.
  fileprivate var nonEmptyList: String? { isEmpty ? nil : joined(separator: ", ") }
}

extension String {
  /// On one line.
  fileprivate var firstParagraph: String {
    paragraphs.first?.replacing("\n", with: " ") ?? ""
  }
}
