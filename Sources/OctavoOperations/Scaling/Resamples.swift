import OctavoBase
import OctavoResults

/// What fits to samples of the data give, drawn with replacement: the percentiles are the ends of
/// intervals (Efron 1979).
struct Resamples<Fit> {
  /// Of how many resamples a fit may be missing before there is no interval.
  private static var mostMissingShare: Double { 0.05 }

  let fits: [Fit?]
  /// How many observations a sample has.
  let count: Int

  /// - Parameter groups: Places that are drawn from each on its own, so that each keeps its size.
  init(
    _ number: Int, of groups: [[Int]], fit: ([Int]) -> Fit?,
    progress: (Int) throws -> Void
  ) rethrows {
    count = groups.map(\.count).reduce(0, +)
    var generator = SplitMix64(seed: UInt64(count))
    var fits: [Fit?] = []
    for index in 0..<number {
      if index.isMultiple(of: 50) { try progress(index) }
      let sample = groups.flatMap { group in
        group.map { _ in group[generator.index(below: group.count)] }
      }
      fits.append(fit(sample))
    }
    self.fits = fits
  }

  /// - Parameter value: What the fit to all data gives.
  func estimate(_ value: Double, _ quantity: (Fit) -> Double?) -> Estimate {
    let values = fits.compactMap { $0.flatMap(quantity) }.filter(\.isFinite)
    let missing = Double(fits.count - values.count)
    let hasInterval = !values.isEmpty && missing <= Self.mostMissingShare * Double(fits.count)
    return Estimate(
      value: value, lower: hasInterval ? values.quantile(0.025) : .nan,
      upper: hasInterval ? values.quantile(0.975) : .nan, method: .bootstrap, count: count)
  }
}
