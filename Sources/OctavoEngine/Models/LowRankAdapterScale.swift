extension LowRankAdapter {
  /// The scales of a change that mean something; LoRA's are about 1.
  static let scales = 1e-6...1e6

  /// What is wrong with a scale, if anything.
  ///
  /// - Parameter description: how the scale comes about, such as `α / r`.
  static func problem(ofScale scale: Double, _ description: String) -> String? {
    scales.contains(scale)
      ? nil
      : "\(description) scales the change by \(scale), which must be between 1e-6 and 1e6"
  }
}

extension LowRankAdapter.Settings {
  /// What is wrong with the scale α / r, if anything.
  public var scaleProblem: String? {
    LowRankAdapter.problem(
      ofScale: alpha / Double(rank), "an alpha of \(alpha) over a rank of \(rank)")
  }
}
