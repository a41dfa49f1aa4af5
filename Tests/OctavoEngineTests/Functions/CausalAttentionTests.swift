import Foundation
import OctavoEngine
import Testing

@Suite struct CausalAttentionTests {
  static let layouts = [
    AttentionHeads(queries: 2, keys: 2, width: 4), AttentionHeads(queries: 4, keys: 2, width: 2),
    AttentionHeads(queries: 3, keys: 1, width: 2),
  ]

  @Test(arguments: layouts, [nil, [0, 2]])
  func gradients(heads: AttentionHeads, padding: [Int]?) {
    expectGradients(of: [randomTensor([2, 4, heads.rowWidth], seed: 1)]) {
      $0[0].causalAttention(heads, padding: padding)
    }
  }

  /// Longer than one block of query rows.
  @Test(arguments: layouts, [33, 70, 130])
  func agreesWithTheDefinition(heads: AttentionHeads, length: Int) {
    let x = randomTensor([2, length, heads.rowWidth], seed: 3)
    let padding = [0, 5]
    let y = Variable(x).causalAttention(heads, padding: padding).value
    expectClose(y.values, attention(x, heads, padding), tolerance: 1e-5)
  }

  @Test func gradientsAcrossBlocks() {
    let heads = AttentionHeads(queries: 2, keys: 1, width: 2)
    expectGradients(of: [randomTensor([1, 67, heads.rowWidth], seed: 3)]) {
      $0[0].causalAttention(heads, padding: [3])
    }
  }

  @Test(arguments: layouts, [nil, [0, 1]])
  func gradientsWithPrefixes(heads: AttentionHeads, padding: [Int]?) {
    expectGradients(of: [randomTensor([2, 5, heads.rowWidth], seed: 1)]) {
      $0[0].causalAttention(heads, padding: padding, prefixes: [2, 4])
    }
  }

  /// Prefixes that end in the first block of query rows, between blocks, in a later one, and nowhere.
  @Test(arguments: layouts, [[0, 3], [16, 17], [40, 33], [70, 1]])
  func prefixesAgreeWithTheDefinition(heads: AttentionHeads, prefixes: [Int]) {
    let x = randomTensor([2, 70, heads.rowWidth], seed: 3)
    let y = Variable(x).causalAttention(heads, padding: [0, 5], prefixes: prefixes).value
    expectClose(y.values, attention(x, heads, [0, 5], prefixes), tolerance: 1e-5)
  }

  @Test func gradientsOfPrefixesAcrossBlocks() {
    let heads = AttentionHeads(queries: 2, keys: 1, width: 2)
    expectGradients(of: [randomTensor([1, 37, heads.rowWidth], seed: 3)]) {
      $0[0].causalAttention(heads, padding: [3], prefixes: [21])
    }
  }

  @Test func aPrefixOfOneIsCausal() {
    let heads = Self.layouts[0]
    let x = randomTensor([2, 40, heads.rowWidth], seed: 3)
    let dropout = Dropout(rate: 0.3, stream: RandomStream(seed: 5))
    #expect(
      Variable(x).causalAttention(heads, prefixes: [0, 1]).value
        == Variable(x).causalAttention(heads).value)
    #expect(
      Variable(x).causalAttention(heads, prefixes: [1, 0], dropout: dropout, "here").value
        == Variable(x).causalAttention(heads, dropout: dropout, "here").value)
  }

  @Test func gradientsUnderDropout() {
    let heads = AttentionHeads(queries: 2, keys: 1, width: 4)
    let dropout = Dropout(rate: 0.3, stream: RandomStream(seed: 5))
    expectGradients(of: [randomTensor([2, 5, heads.rowWidth], seed: 1)]) {
      $0[0].causalAttention(heads, dropout: dropout, "here")
    }
    expectGradients(of: [randomTensor([2, 5, heads.rowWidth], seed: 1)]) {
      $0[0].causalAttention(heads, prefixes: [3, 2], dropout: dropout, "here")
    }
  }

  /// Stored probabilities give the same attended values to the bit, and gradients to rounding.
  @Test(arguments: layouts, [5, 33, 70])
  func storedProbabilitiesGiveTheSame(heads: AttentionHeads, length: Int) {
    let dropouts = [nil, Dropout(rate: 0.3, stream: RandomStream(seed: 5))]
    for (dropout, padding) in zip(dropouts + dropouts, [nil, nil, [0, 3], [2, 0]]) {
      for prefixes in [nil, [3, length - 1]] {
        func results(_ memory: AttentionMemory) -> [Tensor] {
          let tape = Tape(attention: memory)
          let x = tape.variable(randomTensor([2, length, heads.rowWidth], seed: 3))
          let y = x.causalAttention(
            heads, padding: padding, prefixes: prefixes, dropout: dropout, "here")
          let loss = (y * Variable(randomTensor(y.shape, seed: 4))).sum()
          return [y.value] + tape.gradients(of: loss, by: [x])
        }
        let (stored, recomputed) = (results(.stored), results(.recomputed))
        #expect(stored[0] == recomputed[0])
        expectClose(stored[1], recomputed[1], tolerance: 5e-6)
      }
    }
  }

  @Test func dropoutKeepsTheExpectation() {
    let heads = AttentionHeads(queries: 1, keys: 1, width: 2)
    // All scores equal and all values one: without dropout the result is one everywhere.
    let x = Tensor(
      (0..<64 * 6).map { $0 % 6 < 4 ? 0 : 1 }, shape: [1, 64, 6])
    let dropout = Dropout(rate: 0.25, stream: RandomStream(seed: 8))
    let y = Variable(x).causalAttention(heads, dropout: dropout, "here").value
    let mean = y.values.suffix(64).reduce(0, +) / 64
    #expect(abs(mean - 1) < 0.1)
    #expect(Set(y.values).count > 10)
  }
}

/// softmax(Q Kᵀ / √width) V in double precision, a loop for every sum.
private func attention(
  _ x: Tensor, _ heads: AttentionHeads, _ padding: [Int], _ prefixes: [Int] = [0, 0]
) -> [Double] {
  let (batch, length, width) = (x.shape[0], x.shape[1], heads.width)
  func number(_ b: Int, _ t: Int, _ channel: Int) -> Double {
    Double(x[(b * length + t) * heads.rowWidth + channel])
  }
  var result: [Double] = []
  for b in 0..<batch {
    for t in 0..<length {
      for head in 0..<heads.queries {
        let shared = head / (heads.queries / heads.keys)
        let key = (heads.queries + shared) * width
        let value = (heads.queries + heads.keys + shared) * width
        let visible = padding[b]..<max(padding[b], t < prefixes[b] ? prefixes[b] : t + 1)
        let weights = visible.map { s in
          exp(
            (0..<width).reduce(0) {
              $0 + number(b, t, head * width + $1) * number(b, s, key + $1)
            } / Double(width).squareRoot())
        }
        let total = weights.reduce(0, +)
        result += (0..<width).map { channel in
          total == 0
            ? 0
            : zip(visible, weights).reduce(0) { $0 + $1.1 * number(b, $1.0, value + channel) }
              / total
        }
      }
    }
  }
  return result
}
