import OctavoBase

/// What choosing the best of n samples does to a distribution.
public enum BestOfN {
  /// log n − (n − 1)/n, in nats: an upper bound on KL(best of n ‖ one sample), reached where no two
  /// rewards are equal and no outcome has a probability of its own (Stiennon et al. 2020; Beirami
  /// et al. 2024).
  public static func klBound(_ n: Int) -> Double {
    Double.log(Double(n)) - Double(n - 1) / Double(n)
  }

  /// The distribution of the best of n samples, exactly; a tie is decided evenly.
  public static func distribution(
    _ probabilities: [Double], rewards: [Double], n: Int
  ) -> [Double] {
    var result = probabilities.map { _ in 0.0 }
    let order = rewards.indices.sorted { rewards[$0] < rewards[$1] }
    var below = 0.0
    var position = 0
    while position < order.count {
      let tied = order[position...].prefix { rewards[$0] == rewards[order[position]] }
      let mass = tied.reduce(0) { $0 + probabilities[$1] }
      let wins = Double.pow(below + mass, Double(n)) - Double.pow(below, Double(n))
      for outcome in tied where mass > 0 { result[outcome] = probabilities[outcome] / mass * wins }
      below += mass
      position += tied.count
    }
    return result
  }

  /// An unbiased estimate of the mean of `values` at the best of n of the samples, from all of them
  /// (Nakano et al. 2021, appendix I): Σ C(i−1, n−1) / C(N, n) · value₍ᵢ₎ in the order of the
  /// proxy.
  ///
  /// - Parameters:
  ///   - proxy: what the best is chosen by.
  ///   - values: what is averaged: the proxy itself, or a gold reward.
  /// - Precondition: 1 ≤ n ≤ the number of samples.
  public static func estimate(proxy: [Double], values: [Double], n: Int) -> Double {
    precondition(n >= 1 && n <= proxy.count && proxy.count == values.count)
    let order = proxy.indices.sorted { proxy[$0] < proxy[$1] }
    // From the largest down, C(i−1, n−1) / C(N, n) is a product of ratios: n/N at first, then ·
    // (i−n)/(i−1).
    var weight = Double(n) / Double(proxy.count)
    var total = 0.0
    for rank in stride(from: proxy.count, through: n, by: -1) {
      total += weight * values[order[rank - 1]]
      if rank > 1 { weight *= Double(rank - n) / Double(rank - 1) }
    }
    return total
  }
}
