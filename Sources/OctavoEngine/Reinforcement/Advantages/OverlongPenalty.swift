/// DAPO's soft punishment of responses that are nearly cut off (Yu et al. 2025, equation 13): 0 up to
/// `maximum − soft` tokens, and from there on a straight line to −1 at `maximum`.
public struct OverlongPenalty: Hashable, Sendable {
  /// The most tokens that a response may have.
  public let maximum: Int
  /// Over how many tokens, the last ones, the penalty grows.
  public let soft: Int

  /// - Precondition: 1 ≤ soft ≤ maximum.
  public init(maximum: Int, soft: Int) {
    precondition(soft >= 1 && soft <= maximum)
    self.maximum = maximum
    self.soft = soft
  }

  /// What is added to the score of a response of so many tokens.
  public func callAsFunction(_ length: Int) -> Double {
    let excess = length - (maximum - soft)
    return excess <= 0 ? 0 : max(-1, -Double(excess) / Double(soft))
  }
}
