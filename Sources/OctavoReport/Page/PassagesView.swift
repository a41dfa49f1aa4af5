import OctavoResults

/// Texts to read, such as samples of a model; what was given to it is set apart in bold.
package struct PassagesView {
  package var passages: [Passage]

  private static let openLimit = 6

  package var note: String? {
    passages.contains { !$0.prompt.isEmpty } ? "The prompt is in bold." : nil
  }

  package var node: HTMLNode {
    let rest = passages.dropFirst(Self.openLimit)
    return .fragment([
      HTMLTag.div(.class("passages")) { passages.prefix(Self.openLimit).map(node) },
      rest.isEmpty
        ? .empty
        : HTMLTag.details(.class("data")) {
          HTMLTag.summary { "\(rest.count) more" }
          HTMLTag.div(.class("passages")) { rest.map(node) }
        },
    ])
  }

  private func node(_ passage: Passage) -> HTMLNode {
    HTMLTag.blockquote(.class("passage")) {
      if let label = passage.label { HTMLTag.p(.class("eyebrow")) { label } }
      HTMLTag.p {
        if !passage.prompt.isEmpty { HTMLTag.b { passage.prompt } }
        passage.text
      }
    }
  }
}
