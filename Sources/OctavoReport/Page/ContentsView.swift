import OctavoNotebook

/// The table of contents: a column of its own on a wide screen, folded under the title on a narrow
/// one. The style sheet shows one of the two.
package struct ContentsView {
  package var context: PageContext

  private static let deepestLevel = 3
  private static let fewestEntries = 3

  private var entries: [PageOutline.Entry] {
    context.outline.entries.filter { $0.level <= Self.deepestLevel }
      + [ReferencesView(context: context).entry].compactMap { $0 }
  }

  package var isEmpty: Bool {
    switch context.document.showsContents {
    case true?: entries.isEmpty
    case false?: true
    case nil: entries.count < Self.fewestEntries
    }
  }

  package var sideColumn: HTMLNode {
    guard !isEmpty else { return .empty }
    return HTMLTag.nav(.class("contents side"), .ariaLabel(phrases.contents)) {
      HTMLTag.p(.class("eyebrow")) { phrases.contents }
      list
    }
  }

  package var folded: HTMLNode {
    guard !isEmpty else { return .empty }
    return HTMLTag.nav(.class("contents folded"), .ariaLabel(phrases.contentsFolded)) {
      HTMLTag.details {
        HTMLTag.summary { phrases.contents }
        list
      }
    }
  }

  private var list: HTMLNode {
    HTMLTag.ul {
      for entry in entries {
        HTMLTag.li(.class("level-\(entry.level)")) {
          HTMLTag.a(.href(LinkTarget(fragment: entry.identifier))) {
            if let number = entry.number { "\(number)\u{2002}" }
            InlineView(context: context, isInLink: true).nodes(entry.content.asEntry)
          }
        }
      }
    }
  }
}

extension [Inline] {
  /// As an entry that is itself a link shows a heading: with an image's text for the image.
  fileprivate var asEntry: [Inline] {
    withoutLinks.flatMap { inline -> [Inline] in
      switch inline {
      case .crossReference(let step): [.text(step)]
      case .image(_, _, let alternative): alternative.asEntry
      case .footnote: []
      default: [inline.mapContent(\.asEntry)]
      }
    }
  }
}
