import OctavoBase
import OctavoResults

/// Fits to resampled losses: each is the fitted loss with a residual that is drawn with replacement
/// (the bootstrap of residuals, Efron 1979). The 2.5 % and 97.5 % percentiles of a quantity are the
/// ends of its interval.
struct Resamples<Fit> {
  /// The largest share of fits without a finite value with which a quantity still has an interval.
  private static var mostMissingShare: Double { 0.05 }

  /// Nil where the resampled losses do not determine a fit.
  let fits: [Fit?]
  /// The number of observations of each fit.
  let count: Int

  /// - Parameters:
  ///   - number: of resamples.
  ///   - count: of observations.
  ///   - draw: a fit to resampled losses.
  ///   - progress: called from time to time with the number of resamples done.
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

  /// A quantity with its interval.
  ///
  /// - Parameter value: the quantity in the fit to the observations.
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

/// The residuals of a fit of p parameters to n observations, scaled by √(n / (n − p)), because the
/// fit makes them smaller than the errors.
struct Residuals {
  private let residuals: [Double]

  init(_ residuals: [Double], fittedNumbers: Int) {
    let freedom = Double(residuals.count - fittedNumbers)
    let factor = freedom > 0 ? (Double(residuals.count) / freedom).squareRoot() : .nan
    let mean = residuals.mean
    self.residuals = residuals.map { ($0 - mean) * factor }
  }

  /// A residual for each observation, drawn with replacement.
  func drawn(_ generator: inout SplitMix64) -> [Double] {
    residuals.map { _ in residuals[generator.index(below: residuals.count)] }
  }
}
