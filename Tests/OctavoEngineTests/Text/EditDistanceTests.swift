import OctavoEngine
import Testing

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("ab", "ba", 2),
    ("same", "same", 0),
  ])
  func countsEdits(_ a: String, _ b: String, _ distance: Int) {
    #expect(a.editDistance(to: b) == distance)
    #expect(b.editDistance(to: a) == distance)
  }

  @Test func similarityIsAShareOfTheLongerText() {
    #expect("kitten".editSimilarity(to: "sitting") == 1 - 3.0 / 7)
    #expect("".editSimilarity(to: "") == 1)
    #expect("abc".editSimilarity(to: "xyz") == 0)
  }
}
