import OctavoBase

extension [Double] {
  /// Pearson's coefficient; NaN where one of the two does not vary.
  func correlation(with other: [Double]) -> Double {
    let (mean, otherMean) = (mean, other.mean)
    var (product, square, otherSquare) = (0.0, 0.0, 0.0)
    for (a, b) in zip(self, other) {
      product += (a - mean) * (b - otherMean)
      square += (a - mean) * (a - mean)
      otherSquare += (b - otherMean) * (b - otherMean)
    }
    return square > 0 && otherSquare > 0 ? product / (square * otherSquare).squareRoot() : .nan
  }

  /// Spearman's coefficient.
  func rankCorrelation(with other: [Double]) -> Double {
    ranks.correlation(with: other.ranks)
  }

  /// Each number's place in ascending order, counted from 1; equal numbers share the mean place.
  private var ranks: [Double] {
    let order = indices.sorted { self[$0] < self[$1] }
    var ranks = [Double](repeating: 0, count: count)
    var start = 0
    while start < count {
      let end = order[start...].firstIndex { self[$0] != self[order[start]] } ?? count
      for position in start..<end { ranks[order[position]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
