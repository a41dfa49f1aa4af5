import OctavoNotebook

/// The headings of a notebook's prose, and the levels they have on the page, where the title alone
/// has the first.
package struct PageOutline: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// 2 to 6, as on the page.
    package var level: Int
    package var identifier: String
    package var content: [Inline]
  }

  package let entries: [Entry]
  private let shift: Int

  package init(_ prose: [Prose]) {
    let headings = prose.compactMap { block -> (Int, String, [Inline])? in
      if case .heading(let level, let identifier, let content) = block {
        (level, identifier, content)
      } else {
        nil
      }
    }
    let shift = 2 - (prose.flatMap(\.headingLevels).min() ?? 2)
    self.shift = shift
    entries = headings.map {
      Entry(level: min($0.0 + shift, 6), identifier: $0.1, content: $0.2)
    }
  }

  package func level(of notebookLevel: Int) -> Int { min(max(notebookLevel + shift, 2), 6) }
}

extension Prose {
  /// Of the headings in it, however deep.
  fileprivate var headingLevels: [Int] {
    if case .heading(let level, _, _) = self { return [level] }
    return innerBlocks.flatMap(\.headingLevels)
  }
}
