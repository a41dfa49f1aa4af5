import OctavoNotebook

/// The headings of a notebook's prose, and the levels they have on the page, where the title alone
/// has the first.
package struct PageOutline: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// 2 to 6, as on the page.
    package var level: Int
    package var identifier: String
    package var content: [Inline]
    /// Such as “2.1”, where sections are numbered.
    package var number: String?
  }

  package let entries: [Entry]
  private let shift: Int
  private let numbers: [String: String]

  package init(_ prose: [Prose], numbersSections: Bool = false) {
    let headings = prose.compactMap { block -> (Int, String, [Inline])? in
      if case .heading(let level, let identifier, let content) = block {
        (level, identifier, content)
      } else {
        nil
      }
    }
    let shift = 2 - (prose.flatMap(\.headingLevels).min() ?? 2)
    self.shift = shift
    var counts = Array(repeating: 0, count: 6)
    entries = headings.map { level, identifier, content in
      var entry = Entry(level: min(level + shift, 6), identifier: identifier, content: content)
      guard numbersSections else { return entry }
      let depth = max(entry.level - 1, 1)
      counts[depth - 1] += 1
      for deeper in depth..<counts.count { counts[deeper] = 0 }
      // A level that was left out counts as its first section.
      for higher in 0..<depth where counts[higher] == 0 { counts[higher] = 1 }
      entry.number = counts[..<depth].map(String.init).joined(separator: ".")
      return entry
    }
    numbers = Dictionary(
      entries.compactMap { entry in entry.number.map { (entry.identifier, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The number of a heading's section, where sections are numbered.
  package func number(of identifier: String) -> String? {
    numbers[identifier]
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
