/// Where a page does not show what its run's record makes of it.
package struct PageChanges: Sendable {
  /// Stretches of lines of which one stands where the other belongs.
  package struct Change: Hashable, Sendable {
    /// Counted from 1, among the lines of the page that hold text or a drawing.
    package var line: Int
    package var heading: String
    /// What the page has.
    package var found: [PageText.Line]
    /// What it should have.
    package var expected: [PageText.Line]
  }

  package private(set) var changes: [Change] = []
  /// Whether nothing but white space within texts differs.
  package private(set) var isSpacingAlone = false

  /// Of more lines no common ones are looked for.
  private static let mostCompared = 4_000

  package init(of page: PageText, from expected: PageText) {
    let (new, old) = (page.lines, expected.lines)
    guard new != old else { return }
    isSpacingAlone = page.wordsHash == expected.wordsHash && Self.marks(new) == Self.marks(old)
    let start = zip(new, old).prefix { $0 == $1 }.count
    let end = zip(new[start...].reversed(), old[start...].reversed()).prefix { $0 == $1 }.count
    let (found, wanted) = (start..<new.count - end, start..<old.count - end)
    guard found.count + wanted.count <= Self.mostCompared else {
      add(page, Array(new[found]), Array(old[wanted]), at: start)
      return
    }
    let difference = Array(new[found]).difference(from: Array(old[wanted]))
    let inserted = Set(difference.insertions.map(Self.offset))
    let removed = Set(difference.removals.map(Self.offset))
    var (i, j) = (0, 0)
    while i < found.count || j < wanted.count {
      let (first, firstOld) = (i, j)
      while i < found.count, inserted.contains(i) { i += 1 }
      while j < wanted.count, removed.contains(j) { j += 1 }
      if i > first || j > firstOld {
        add(
          page, Array(new[start + first..<start + i]), Array(old[start + firstOld..<start + j]),
          at: start + first)
      } else {
        (i, j) = (i + 1, j + 1)
      }
    }
  }

  package var isEmpty: Bool { changes.isEmpty }

  /// As many lines in one as in the other are changes of single lines.
  private mutating func add(
    _ page: PageText, _ found: [PageText.Line], _ expected: [PageText.Line], at index: Int
  ) {
    let headings = page.headings
    func heading(_ index: Int) -> String {
      headings.isEmpty ? "" : headings[min(index, headings.count - 1)]
    }
    guard found.count == expected.count else {
      changes.append(
        Change(line: index + 1, heading: heading(index), found: found, expected: expected))
      return
    }
    for (offset, (new, old)) in zip(found, expected).enumerated() where new != old {
      changes.append(
        Change(
          line: index + offset + 1, heading: heading(index + offset), found: [new],
          expected: [old]))
    }
  }

  private static func offset(
    _ change: CollectionDifference<PageText.Line>.Change
  ) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  private static func marks(_ lines: [PageText.Line]) -> [String] { lines.flatMap(\.marks) }
}
