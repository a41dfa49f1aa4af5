extension [Double] {
  /// NaN of no numbers.
  public var mean: Double { isEmpty ? .nan : reduce(0, +) / Double(count) }

  /// Of the population that the numbers are a sample of: the sum of squares is divided by n − 1. NaN
  /// with fewer than two numbers.
  public var standardDeviation: Double {
    guard count > 1 else { return .nan }
    let mean = mean
    let squares = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }

  /// Of the mean.
  public var standardError: Double { standardDeviation / Double(count).squareRoot() }

  /// Linear between the order statistics, as NumPy and R have it (type 7 of Hyndman and Fan 1996).
  /// NaN of no numbers, or where one is NaN.
  ///
  /// - Parameter share: between 0 and 1.
  public func quantile(_ share: Double) -> Double {
    guard !isEmpty, !contains(where: \.isNaN) else { return .nan }
    let sorted = sorted()
    let place = share * Double(sorted.count - 1)
    let (below, rest) = (Int(place), place - place.rounded(.down))
    return rest > 0 ? sorted[below] + rest * (sorted[below + 1] - sorted[below]) : sorted[below]
  }
}
