import OctavoResults

/// The head of the report: title, description, who and when, and how the run went.
package struct HeaderView {
  package var context: PageContext

  package var node: HTMLNode {
    let document = context.document
    return HTMLTag.header {
      HTMLTag.heading(1)(document.titleHeading.map { .id($0.identifier) }) {
        if let heading = document.titleHeading {
          InlineView(context: context).nodes(heading.content)
        } else {
          document.title
        }
      }
      if let description = document.description, !description.isEmpty {
        HTMLTag.p(.class("lead")) { description }
      }
      if !byline.isEmpty {
        HTMLTag.p(.class("byline")) { byline.joined(separator: " · ") }
      }
      SummaryView(context: context).node
    }
  }

  private var byline: [String] {
    let authors = context.document.authors.joined(separator: ", ")
    return [authors, context.document.date ?? ""].filter { !$0.isEmpty }
  }
}
