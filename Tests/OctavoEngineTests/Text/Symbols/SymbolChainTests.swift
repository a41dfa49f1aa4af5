import Foundation
import OctavoEngine
import Testing

@Suite struct SymbolChainTests {
  private func chain(_ spread: Double, seed: UInt64 = 3) -> SymbolChain {
    SymbolChain(
      symbols: Array("abcd".unicodeScalars), spread: spread, using: RandomStream(seed: seed))
  }

  @Test func withoutSpreadEverySymbolIsEquallyLikely() {
    let chain = chain(0)
    #expect(chain.transitions.joined().allSatisfy { abs($0 - 0.25) < 1e-12 })
    #expect(chain.stationary.allSatisfy { abs($0 - 0.25) < 1e-12 })
    #expect(abs(chain.entropyRate - log(4)) < 1e-12)
  }

  @Test(arguments: [0.5, 1, 3]) func transitionsAreDistributionsThatDiffer(spread: Double) {
    let chain = chain(spread)
    for row in chain.transitions {
      #expect(abs(row.reduce(0, +) - 1) < 1e-12)
      #expect(row.allSatisfy { $0 > 0 })
    }
    #expect(Set(chain.transitions).count == 4)
    #expect(chain.entropyRate < log(4))
    #expect(chain != self.chain(spread, seed: 4))
  }

  @Test func theStationaryDistributionStaysAsItIs() {
    let chain = chain(2)
    let shares = chain.stationary
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    for column in 0..<4 {
      let next = zip(shares, chain.transitions).reduce(0) { $0 + $1.0 * $1.1[column] }
      #expect(abs(next - shares[column]) < 1e-12)
    }
  }

  /// Counts of pairs in a long text against the transitions.
  @Test func theTextFollowsTheTransitions() {
    let chain = chain(1)
    var stream = RandomStream(seed: 9)
    let text = Array(chain.text(length: 100_000, using: &stream).unicodeScalars)
    #expect(text.count == 100_000)
    let places = text.map { scalar in chain.symbols.firstIndex(of: scalar) ?? -1 }
    #expect(!places.contains(-1))
    var counts = [[Double]](repeating: [0, 0, 0, 0], count: 4)
    for (after, symbol) in zip(places, places.dropFirst()) { counts[after][symbol] += 1 }
    var entropy = 0.0
    for (row, transitions) in zip(counts, chain.transitions) {
      let total = row.reduce(0, +)
      // Pearson's χ² with 3 degrees of freedom exceeds 16.3 once in a thousand times.
      let statistic = zip(row, transitions).reduce(0) {
        $0 + ($1.0 - total * $1.1) * ($1.0 - total * $1.1) / (total * $1.1)
      }
      #expect(statistic < 16.3)
      for count in row { entropy -= count / 99_999 * log(count / total) }
    }
    #expect(abs(entropy - chain.entropyRate) < 0.01)
  }
}
