extension FeatureSet {
  /// The square of the Fréchet distance of two normal distributions with the features' means μ and
  /// covariances Σ, which Heusel et al. (2017) call FID where the features are Inception's:
  /// |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½).
  ///
  /// The trace of the root is taken from the eigenvalues of the symmetric Σ₁^½ Σ₂ Σ₁^½, which are
  /// those of Σ₁Σ₂. So it exists where a covariance is singular, too, as it is with fewer features
  /// than dimensions. The estimate from samples is biased upward, the more so the smaller they are;
  /// only distances of equally many features can be compared.
  ///
  /// - Precondition: there are two features or more of each, of as many dimensions.
  public func frechetDistance(to other: FeatureSet) -> Double {
    precondition(dimensions == other.dimensions)
    let shift = zip(mean, other.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let (own, others) = (covariance, other.covariance)
    let joint = own.squareRoot().sandwiching(others).decomposed().values
    let root = joint.sorted().reduce(0) { $0 + max(0, $1).squareRoot() }
    return max(0, shift + own.trace + others.trace - 2 * root)
  }
}
