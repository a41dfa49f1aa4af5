import OctavoBase

/// How well a signal separates positive from negative cases: the area under its receiver operating
/// characteristic, which is the probability that a random positive case has the larger signal than a
/// random negative one, ties counting half (Mann and Whitney 1947; Hanley and McNeil 1982).
public struct SignalArea: Hashable, Sendable {
  /// 0.5 is chance, 1 is perfect separation.
  public let value: Double
  /// Of `value`, by the structural components of DeLong, DeLong and Clarke-Pearson (1988).
  public let variance: Double

  /// Nil where there are fewer than two cases of either kind.
  public init?(positives: [Double], negatives: [Double]) {
    guard positives.count > 1, negatives.count > 1 else { return nil }
    let (ofPositives, ofNegatives) = (
      Self.components(of: positives, over: negatives.sorted()),
      Self.components(of: negatives, over: positives.sorted()).map { 1 - $0 }
    )
    value = ofPositives.mean
    variance =
      ofPositives.variance / Double(positives.count)
      + ofNegatives.variance / Double(negatives.count)
  }

  /// The 95 % interval, on the logit scale so that it stays between 0 and 1; nil where the separation is
  /// perfect, of which no variance can be told.
  public var interval: ClosedRange<Double>? {
    guard value > 0, value < 1, variance > 0 else { return nil }
    let logit = Double.log(value / (1 - value))
    let half = 1.959964 * variance.squareRoot() / (value * (1 - value))
    return sigmoid(logit - half)...sigmoid(logit + half)
  }

  /// Of each case, the share of the others that it exceeds, ties counting half.
  ///
  /// - Parameter sorted: the others, in ascending order.
  private static func components(of cases: [Double], over sorted: [Double]) -> [Double] {
    cases.map { signal in
      let below = firstIndex(in: sorted) { $0 >= signal }
      let notAbove = firstIndex(in: sorted) { $0 > signal }
      return Double(below + notAbove) / (2 * Double(sorted.count))
    }
  }

  /// The first place at which the predicate is true, of a list that it divides in two.
  private static func firstIndex(in sorted: [Double], where predicate: (Double) -> Bool) -> Int {
    var range = 0..<sorted.count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      range =
        predicate(sorted[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }
}

extension [Double] {
  /// Of a sample (n − 1).
  fileprivate var variance: Double {
    let mean = mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
  }
}
