import OctavoResults

/// The head of the report: title, description, who and when, and how the run went.
package struct HeaderView {
  package var context: PageContext

  package var node: HTMLNode {
    let document = context.document
    return HTMLTag.header {
      SchemeSwitch.node
      logo
      HTMLTag.heading(1)(document.titleHeading.map { .id($0.identifier) }) {
        if let heading = document.titleHeading {
          InlineView(context: context).nodes(heading.content)
        } else {
          document.title
        }
      }
      if let subtitle = document.subtitle, !subtitle.isEmpty {
        HTMLTag.p(.class("subtitle")) { subtitle }
      }
      if let description = document.description, !description.isEmpty {
        HTMLTag.p(.class("lead")) { description }
      }
      if !byline.isEmpty {
        HTMLTag.p(.class("byline")) { byline.joined(separator: " · ") }
      }
      abstract
      SummaryView(context: context).node
    }
  }

  private var logo: HTMLNode {
    guard let theme = context.document.theme, let logo = theme.logo,
      let image = context.document.image(logo.text)
    else { return .empty }
    return HTMLTag.img(.class("logo"), .source(image), .alternative(theme.logoText))
  }

  private var abstract: HTMLNode {
    let paragraphs = (context.document.abstract ?? "").paragraphs
    let keywords = context.document.keywords
    guard !paragraphs.isEmpty || !keywords.isEmpty else { return .empty }
    return HTMLTag.div(.class("abstract")) {
      if !paragraphs.isEmpty { HTMLTag.p(.class("eyebrow")) { phrases.abstract } }
      for paragraph in paragraphs { HTMLTag.p { paragraph } }
      if !keywords.isEmpty {
        HTMLTag.p(.class("keywords")) {
          HTMLTag.b { phrases.keywords }
          " " + keywords.joined(separator: ", ")
        }
      }
    }
  }

  private var byline: [String] {
    let authors = context.document.authors.joined(separator: ", ")
    return [authors, context.document.date ?? ""].filter { !$0.isEmpty }
  }
}

extension String {
  /// The parts between empty lines.
  var paragraphs: [String] {
    var paragraphs: [[Substring]] = [[]]
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    return paragraphs.map { $0.joined(separator: "\n") }.filter { !$0.isEmpty }
  }
}
