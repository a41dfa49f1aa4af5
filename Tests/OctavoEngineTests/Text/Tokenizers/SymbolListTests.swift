import OctavoEngine
import Testing

@Suite struct SymbolListTests {
  /// Merging by definition: search all pairs for the least rank, replace the leftmost, repeat.
  private func mergedByDefinition(_ tokens: [Int32], _ merges: [BytePairTokenizer.Merge]) -> [Int32]
  {
    var tokens = tokens
    while true {
      let pairs = zip(tokens, tokens.dropFirst()).enumerated().compactMap { index, pair in
        merges.lastIndex { $0.left == pair.0 && $0.right == pair.1 }.map {
          (rank: $0, index: index)
        }
      }
      guard let first = pairs.min(by: { ($0.rank, $0.index) < ($1.rank, $1.index) }) else {
        return tokens
      }
      tokens.replaceSubrange(first.index...first.index + 1, with: [merges[first.rank].result])
    }
  }

  /// Short lists are merged by scanning, long ones by a queue; both must agree with the definition.
  @Test(arguments: [0, 1, 2, 5, 31, 32, 33, 34, 100, 300])
  func mergesAsDefined(length: Int) {
    var random = RandomStream(seed: UInt64(length))
    for _ in 0..<20 {
      let merges = (0..<12).map { index in
        BytePairTokenizer.Merge(
          Int32(random.integer(below: 3 + index)), Int32(random.integer(below: 3 + index)),
          into: Int32(3 + index))
      }
      let tokens = (0..<length).map { _ in Int32(random.integer(below: 3)) }
      var list = SymbolList()
      for token in tokens { list.append(token) }
      list.merge(by: BytePairTokenizer.ranks(of: merges))
      var merged: [Int32] = []
      list.append(to: &merged)
      #expect(merged == mergedByDefinition(tokens, merges))
    }
  }
}
