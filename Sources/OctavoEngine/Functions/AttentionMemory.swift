/// What attention keeps of its forward pass for the backward pass. Attended values are the same bits
/// either way; gradients differ by rounding.
public enum AttentionMemory: String, Codable, Hashable, Sendable, CaseIterable {
  /// The logarithm of each query's normalizer, from which the probabilities are recomputed (Dao et
  /// al. 2022).
  case recomputed
  /// The probabilities, (T, T) for each head of each sequence (Vaswani et al. 2017).
  case stored
}
