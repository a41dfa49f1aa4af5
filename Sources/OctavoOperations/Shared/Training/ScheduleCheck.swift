import OctavoRunner

extension Problems {
  /// Reports a warm-up that is longer than the training.
  mutating func requireWarmUp(
    _ warmUp: Int, within iterations: Int, at option: FieldReference
  ) {
    guard warmUp > iterations else { return }
    report(
      at: option,
      "the warm-up of \(warmUp.forReading) iterations is longer than the training of "
        + iterations.forReading,
      remedy: "give a `warm-up` of at most `iterations`")
  }

  /// Reports a learning rate that would end above its peak.
  mutating func requireFall(from peak: Double, to final: Double, at option: FieldReference) {
    guard final > peak else { return }
    report(
      at: option, "the learning rate would rise from \(peak) to \(final)",
      remedy: "give a `final-learning-rate` of at most `learning-rate`")
  }
}
