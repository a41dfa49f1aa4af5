import OctavoBase

/// Signatures of sets that agree in a place with the probability of the sets' similarity
/// (Broder 1997), cut into bands: two sets are compared if they agree in all rows of a band.
package struct MinHash: Sendable {
  package let bandCount: Int
  package let rowCount: Int
  private let seeds: [UInt64]

  private static let signatureLength = 128
  private static let recall = 0.999

  /// The longest bands, so the fewest comparisons, with which sets of the similarity given still share
  /// a band almost surely.
  package init(similarity: Double) {
    let rows = (1...Self.signatureLength).last { rows in
      Self.chanceOfSharedBand(at: similarity, rows: rows) >= Self.recall
    }
    rowCount = rows ?? 1
    bandCount = Self.signatureLength / rowCount
    var random = RandomStream(seed: 0)
    seeds = (0..<rowCount * bandCount).map { _ in random.next() }
  }

  /// A hash of each band of the signature of a set.
  package func bands(of set: Set<UInt64>) -> [UInt64] {
    let signature = seeds.map { seed in
      set.reduce(UInt64.max) { min($0, StableHash.combined(seed, $1)) }
    }
    return (0..<bandCount).map { band in
      signature[band * rowCount..<(band + 1) * rowCount]
        .reduce(UInt64(band), StableHash.combined)
    }
  }

  package static func chanceOfSharedBand(at similarity: Double, rows: Int) -> Double {
    1 - Double.pow(1 - Double.pow(similarity, Double(rows)), Double(signatureLength / rows))
  }
}
