import OctavoBase

/// The permutation test of paired differences (Fisher 1935): if the two members of a pair are drawn from
/// one distribution, each difference is as likely to have the other sign.
package struct SignFlipTest {
  /// With how many differences all flips are counted.
  package static let mostCounted = 30
  /// How many flips are drawn beyond that.
  package static let drawnFlips = 99_999

  /// The share of flips whose sum lies at least as far from 0; NaN of no differences, or where one is
  /// not finite. Of drawn flips, the differences themselves are counted as one (Phipson and
  /// Smyth 2010).
  package let p: Double

  package init(_ differences: [Double]) {
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else {
      p = .nan
      return
    }
    // Without the greatest magnitude, no sum exceeds what a number can hold.
    let scale = differences.map(\.magnitude).max() ?? 0
    let scaled = differences.map { scale > 0 ? $0 / scale : 0 }
    // Sums that differ by rounding alone are equal.
    let rounding = 1e-12 * scaled.reduce(0) { $0 + $1.magnitude }
    let bound = abs(scaled.reduce(0, +)) - rounding
    if bound <= 0 {
      p = 1
    } else if scaled.count <= Self.mostCounted {
      p = Self.countedShare(of: scaled, from: bound)
    } else {
      p = Self.drawnShare(of: scaled, from: bound)
    }
  }

  /// The smallest p that so many differences can have: that of all signs equal.
  package static func smallestP(of count: Int) -> Double {
    guard count > mostCounted else { return 2 / Double(1 << max(count, 1)) }
    return 1 / Double(drawnFlips + 1)
  }

  /// Both halves' sums in ascending order, so that each sum of one half needs only the first sum of the
  /// other that reaches the bound (Horowitz and Sahni 1974).
  private static func countedShare(of differences: [Double], from bound: Double) -> Double {
    let middle = differences.count / 2
    let lows = sums(differences[..<middle])
    let highs = sums(differences[middle...])
    var (reaching, first) = (0, highs.count)
    for low in lows {
      while first > 0, low + highs[first - 1] >= bound { first -= 1 }
      reaching += highs.count - first
    }
    // As many sums are at or below the negative bound.
    return 2 * Double(reaching) / Double(1 << differences.count)
  }

  /// With every choice of signs, ascending.
  private static func sums(_ differences: ArraySlice<Double>) -> [Double] {
    differences.reduce([0]) { sums, difference in
      sums.map { $0 - difference } + sums.map { $0 + difference }
    }.sorted()
  }

  /// The signs are bits of words whose stream depends on the count alone.
  private static func drawnShare(of differences: [Double], from bound: Double) -> Double {
    var generator = SplitMix64(seed: UInt64(differences.count))
    var reaching = 0
    for _ in 0..<drawnFlips {
      var (sum, signs) = (0.0, UInt64(0))
      for (index, difference) in differences.enumerated() {
        if index.isMultiple(of: 64) { signs = generator.next() }
        sum += signs & 1 == 0 ? difference : -difference
        signs >>= 1
      }
      if abs(sum) >= bound { reaching += 1 }
    }
    return Double(reaching + 1) / Double(drawnFlips + 1)
  }
}
