import OctavoEngine
import Testing

@Suite struct NearDuplicateFilterTests {
  /// Documents of random words, and copies of them with some words replaced.
  private func collection(seed: UInt64) -> [String] {
    var random = RandomStream(seed: seed)
    var documents: [[Int]] = []
    for _ in 0..<150 {
      if documents.isEmpty || random.integer(below: 2) == 0 {
        documents.append((0..<60).map { _ in random.integer(below: 500) })
      } else {
        var copy = documents[random.integer(below: documents.count)]
        for _ in 0..<random.integer(below: 8) {
          copy[random.integer(below: copy.count)] = random.integer(below: 500)
        }
        documents.append(copy)
      }
    }
    return documents.map { $0.map { word in letters(word) }.joined(separator: " ") }
  }

  private func letters(_ number: Int) -> String {
    String(decoding: String(number).utf8.map { $0 + 49 }, as: UTF8.self)
  }

  /// Comparing every pair must keep the same documents.
  @Test(arguments: [0.3, 0.5, 0.8, 1.0])
  func keepsWhatComparingAllPairsKeeps(similarity: Double) {
    let filter = NearDuplicateFilter(similarity: similarity, shingleLength: 3)
    for seed in UInt64(0)..<3 {
      let documents = collection(seed: seed)
      let shingles = documents.map(filter.shingles)
      var kept: [Int] = []
      for index in documents.indices {
        let isNew = kept.allSatisfy {
          NearDuplicateFilter.similarity(of: shingles[$0], and: shingles[index]) < similarity
        }
        if isNew { kept.append(index) }
      }
      #expect(filter.kept(of: documents) == kept)
      #expect(kept.count < documents.count)
    }
  }

  @Test func similarityIsJaccards() {
    #expect(NearDuplicateFilter.similarity(of: [1, 2, 3], and: [2, 3, 4]) == 0.5)
    #expect(NearDuplicateFilter.similarity(of: [1], and: [2]) == 0)
    #expect(NearDuplicateFilter.similarity(of: [], and: []) == 1)
  }

  @Test func shortDocumentsAreComparedWhole() {
    let filter = NearDuplicateFilter(similarity: 0.8, shingleLength: 5)
    #expect(filter.kept(of: ["a fox", "A fox!", "a bear", "fox a"]) == [0, 2, 3])
  }
}
