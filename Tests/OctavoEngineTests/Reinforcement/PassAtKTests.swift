import OctavoEngine
import Testing

/// With rewards of 1 and 0, the best of k samples is right where one of them is: pass@k.
@Suite struct PassAtKTests {
  /// 1 − C(n − c, k) / C(n, k), as a product that Chen et al. 2021 (figure 3) compute it by.
  private func passAtK(samples n: Int, correct c: Int, k: Int) -> Double {
    if c == 0 { return 0 }
    if n - c < k { return 1 }
    let missed = (n - c + 1...n).reduce(1.0) { product, each in
      product * (1 - Double(k) / Double(each))
    }
    return 1 - missed
  }

  @Test func bestOfNEstimatesPassAtK() {
    for samples in [1, 2, 7, 64] {
      for correct in 0...samples {
        let scores = (0..<samples).map { $0 * 5 % samples < correct ? 1.0 : 0 }
        guard scores.count(where: { $0 == 1 }) == correct else { continue }
        for k in [1, 2, 4, 16, 64] where k <= samples {
          let estimate = BestOfN.estimate(proxy: scores, values: scores, n: k)
          let expected = passAtK(samples: samples, correct: correct, k: k)
          #expect(abs(estimate - expected) < 1e-12, "\(correct) of \(samples), k = \(k)")
        }
      }
    }
  }

  /// The estimate's mean over everything that can be drawn is what it estimates.
  @Test func isUnbiased() {
    let (share, samples) = (0.3, 6)
    for k in 1...samples {
      var mean = 0.0
      for draw in 0..<1 << samples {
        let scores = (0..<samples).map { Double(draw >> $0 & 1) }
        let probability = scores.reduce(1.0) { $0 * ($1 == 1 ? share : 1 - share) }
        mean += probability * BestOfN.estimate(proxy: scores, values: scores, n: k)
      }
      let missed = (0..<k).reduce(1.0) { product, _ in product * (1 - share) }
      #expect(abs(mean - (1 - missed)) < 1e-12)
    }
  }
}
