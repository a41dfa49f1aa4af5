import OctavoEngine
import Testing

@Suite struct NeighborStoreTests {
  private static let documents = ["a fox runs far away", "the owl", "a fox runs far away"]
  private static let tokenizer = Tokenizer.characters(
    CharacterTokenizer(of: documents.joined()))

  private func store(_ chunk: Int = 6) throws -> NeighborStore {
    try NeighborStore(Self.documents, Self.tokenizer, chunk: chunk)
  }

  private func text(_ neighbor: [Int32]) -> String {
    Self.tokenizer.decode(neighbor.filter { $0 >= 0 })
  }

  /// Four chunks of the first document, two of the second.
  @Test func chunksStayWithinTheirDocuments() throws {
    let store = try store()
    #expect(store.count == 10)
    let owl = try #require(store.neighbors(of: "the", count: 9).first)
    #expect(owl.count == 12)
    #expect(text(owl) == "the owl")
    #expect(owl.suffix(5) == [-1, -1, -1, -1, -1])
  }

  @Test func aNeighborHasItsContinuation() throws {
    let found = try store().neighbors(of: "Fox", count: 9)
    #expect(found.map(text) == ["a fox runs f", "a fox runs f"])
    #expect(try store().neighbors(of: "hen", count: 9).isEmpty)
  }

  /// Equal documents are excluded together.
  @Test func documentsAreExcluded() throws {
    let store = try store()
    let fox = try #require(store.number(ofDocument: Self.documents[2]))
    #expect(store.number(ofDocument: Self.documents[0]) == fox)
    #expect(store.number(ofDocument: "a hen") == nil)
    #expect(store.neighbors(of: "a fox", count: 9, excluding: [fox]).isEmpty)
    #expect(store.neighbors(of: "the owl", count: 9, excluding: [fox]).count == 1)
    #expect(
      store.joinedNeighbors(of: "the", count: 2, excluding: [fox]).suffix(12).allSatisfy { $0 < 0 })
  }

  @Test func theLongestCommonRunIsFound() {
    #expect([1, 2, 3, 4].longestCommonRun(with: [9, 2, 3, 4, 1]) == 3)
    #expect([1, 2, 1, 2, 1].longestCommonRun(with: [2, 1, 2, 1]) == 4)
    #expect([-1, -1].longestCommonRun(with: [-1, -1]) == 0)
    #expect([Int32]().longestCommonRun(with: [1]) == 0)
  }
}
