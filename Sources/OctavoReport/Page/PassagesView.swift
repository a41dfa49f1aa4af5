import OctavoBase
import OctavoResults

/// Texts to read, such as samples of a model; what was given to it is set apart in bold.
package struct PassagesView {
  package var passages: [Passage]

  private static let openLimit = 6
  private static let limit = 200

  package var note: String? {
    passages.contains { !$0.prompt.isEmpty } ? phrases.promptIsBold : nil
  }

  package var node: HTMLNode {
    let rest = passages.prefix(Self.limit).dropFirst(Self.openLimit)
    return .fragment([
      HTMLTag.div(.class("passages")) { passages.prefix(Self.openLimit).map(node) },
      rest.isEmpty
        ? .empty
        : HTMLTag.details(.class("data")) {
          HTMLTag.summary { phrases.more(rest.count) }
          HTMLTag.div(.class("passages")) { rest.map(node) }
          if passages.count > Self.limit {
            HTMLTag.p(.class("aside")) {
              phrases.moreTextsLeftOut(passages.count - Self.limit)
            }
          }
        },
    ])
  }

  /// Characters of each text.
  private var share: Int {
    ResultText.share(of: min(passages.count, Self.limit), atMost: ResultText.passage)
  }

  private func node(_ passage: Passage) -> HTMLNode {
    HTMLTag.blockquote(.class("passage")) {
      if let label = passage.label {
        HTMLTag.p(.class("eyebrow")) { label.excerpt(ResultText.value) }
      }
      HTMLTag.p {
        if !passage.prompt.isEmpty { HTMLTag.b { passage.prompt.excerpt(share) } }
        passage.text.excerpt(share)
      }
    }
  }
}
