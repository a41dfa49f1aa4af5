import OctavoNotebook
import OctavoReport
import Testing

@Suite struct OutlineTests {
  @Test(arguments: [([1, 2, 3], [2, 3, 4]), ([2, 3], [2, 3]), ([3], [2]), ([1, 6], [2, 6])])
  func levelsBeginBelowTheTitle(written: [Int], expected: [Int]) {
    let outline = PageOutline(written.map { .heading(level: $0, identifier: "h\($0)", []) })
    #expect(outline.entries.map(\.level) == expected)
    #expect(written.map { outline.level(of: $0) } == expected)
  }
}
