import OctavoBase
import OctavoResults

/// What fits give to losses that are drawn anew: each is the fitted one with the error of another
/// (the bootstrap of residuals, Efron 1979). The percentiles of a quantity are the ends of its
/// interval.
struct Resamples<Fit> {
  /// Of which part of the fits a quantity may be missing before it has no interval.
  private static var mostMissingShare: Double { 0.05 }

  let fits: [Fit?]
  /// Of how many observations each fit is made.
  let count: Int

  /// - Parameter draw: a fit to losses that are drawn anew.
  init(
    _ number: Int, of count: Int, draw: (inout SplitMix64) -> Fit?,
    progress: (Int) throws -> Void
  ) rethrows {
    self.count = count
    var generator = SplitMix64(seed: UInt64(count))
    fits = try (0..<number).map { index in
      if index.isMultiple(of: 50) { try progress(index) }
      return draw(&generator)
    }
  }

  /// - Parameter value: what the fit to the observations gives.
  func estimate(_ value: Double, _ quantity: (Fit) -> Double?) -> Estimate {
    let values = fits.compactMap { $0.flatMap(quantity) }.filter(\.isFinite)
    let missing = Double(fits.count - values.count)
    guard !values.isEmpty, missing <= Self.mostMissingShare * Double(fits.count) else {
      return Estimate(value: value, lower: .nan, upper: .nan, method: .bootstrap, count: 1)
    }
    return Estimate(
      value: value, lower: values.quantile(0.025), upper: values.quantile(0.975),
      method: .bootstrap, count: count)
  }
}

/// Errors of a fit as they would be without it: a fit with so many numbers makes them smaller.
struct Residuals {
  private let residuals: [Double]

  init(_ residuals: [Double], fittedNumbers: Int) {
    let freedom = Double(residuals.count - fittedNumbers)
    let factor = freedom > 0 ? (Double(residuals.count) / freedom).squareRoot() : .nan
    self.residuals = residuals.map { $0 * factor }
  }

  /// One for each observation.
  func drawn(_ generator: inout SplitMix64) -> [Double] {
    residuals.map { _ in residuals[generator.index(below: residuals.count)] }
  }
}
