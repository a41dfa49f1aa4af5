/// The head that all pages have in common: how a browser reads the page, what wrote it, its title
/// and its style.
struct DocumentHead {
  var title: String
  /// The version that writes the page.
  var octavo: String
  /// Of which the page gets what it can use.
  var style: String
  /// What a page says of itself besides.
  var metadata: [HTMLNode] = []

  func node(of body: HTMLNode) -> HTMLNode {
    HTMLTag.head {
      HTMLTag.meta(.charset("utf-8"))
      HTMLTag.meta(
        .httpEquivalent("Content-Security-Policy"), .content(Page.contentSecurityPolicy))
      HTMLTag.meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
      HTMLTag.meta(.name("color-scheme"), .content("light dark"))
      HTMLTag.meta(.name("generator"), .content("Octavo \(octavo)"))
      metadata
      HTMLTag.title { title }
      HTMLTag.style { StyleSheet.used(by: HTMLTag.html { body }, of: style) }
    }
  }
}
