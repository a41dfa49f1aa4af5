/// A page beside the reports and in their style, such as a comparison of runs.
struct PlainPage {
  var title: String
  /// The version that writes the page.
  var octavo: String
  /// Style rules beside those of every report.
  var rules: String
  /// What stands under the title.
  var header: [HTMLNode]
  var main: [HTMLNode]
  var footer: [HTMLNode]

  var html: String {
    let body = body
    return HTMLWriter.document(
      HTMLTag.html(.lang("en")) {
        head(of: body)
        body
      })
  }

  private var body: HTMLNode {
    HTMLTag.body {
      HTMLTag.a(.class("skip-link"), .href(LinkTarget(fragment: "content"))) {
        "Skip to the content"
      }
      HTMLTag.div(.class("column broad")) {
        HTMLTag.header {
          HTMLTag.heading(1)() { title }
          header
        }
        HTMLTag.main(.id("content")) { main }
        HTMLTag.footer { footer }
      }
    }
  }

  private func head(of body: HTMLNode) -> HTMLNode {
    DocumentHead(
      title: title, octavo: octavo,
      style: StyleSheet.with([
        StyleSheet.plainPageRules, rules, StyleSheet.marginRules(title: title),
      ])
    ).node(of: body)
  }
}

extension StyleSheet {
  static let plainPageRules = """
    .broad{max-width:72rem}
    header{padding-top:4rem}
    footer{margin-top:4rem}
    """
}
