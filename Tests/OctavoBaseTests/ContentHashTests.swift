import Foundation
import OctavoBase
import Testing

@Suite struct ContentHashTests {
  /// FIPS 180-2, appendix B.1.
  @Test func knownAnswer() {
    #expect(
      ContentHash(of: Array("abc".utf8)).description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func piecesHashAsTheWhole() {
    var hasher = ContentHasher()
    hasher.update(Array("a".utf8))
    hasher.update(Array("bc".utf8))
    #expect(hasher.finished() == ContentHash(of: Array("abc".utf8)))
  }

  @Test func textsOfASequenceDoNotRunTogether() {
    func hash(_ texts: String...) -> ContentHash {
      var hasher = ContentHasher()
      for text in texts { hasher.update(text) }
      return hasher.finished()
    }
    #expect(hash("ab", "c") != hash("a", "bc"))
  }
}
