import CKernels
import OctavoBase

extension Variable {
  /// The unlikelihood loss of negative candidates, tokens that should not come next: the mean over the
  /// rows of Σ −log(1 − softmax(logits)[candidate]), in nats (Welleck et al. 2020):
  /// (…, V) → scalar.
  ///
  /// As in the authors' code, 1 − p is clamped to at least 10⁻⁵; a clamped candidate has no gradient.
  ///
  /// - Parameter candidates: for each row the tokens, none twice.
  public func unlikelihood(of candidates: [[Int32]]) -> Variable {
    let logits = value
    let vocabulary = logits.columns
    precondition(candidates.count == logits.rows)
    let logSumExp = logits.logSumExp()
    var total = 0.0
    // The odds p / (1 − p) of each candidate, which the gradient consists of.
    var odds = candidates.map { $0.map { _ in Float(0) } }
    for (row, candidates) in candidates.enumerated() {
      for (index, candidate) in candidates.enumerated() {
        let score = Double(logits[row * vocabulary + Int(candidate)])
        let probability = Double.exp(score - Double(logSumExp[row]))
        let rest = max(1 - probability, leastRest)
        total -= Double.log(rest)
        if rest > leastRest { odds[row][index] = Float(probability / rest) }
      }
    }
    let (input, count) = (node, Double(max(1, candidates.count)))
    return recorded(Tensor([Float(total / count)], shape: []), from: self) { dy, gradients in
      let scale = dy.scalar / Float(count)
      let sums = odds.map { odds in -scale * Float(odds.reduce(0.0) { $0 + Double($1) }) }
      let dx = Tensor(uninitialized: logits.shape)
      Parallel.forEachBlock(of: dx.rows, minimum: 16) { rows in
        let first = rows.lowerBound
        withPointers(logits.row(first), logSumExp.from(first), dx.mutableRow(first)) {
          logits, logSumExp, dx in
          sums.withUnsafeBufferPointer { sums in
            octavo_softmax_scaled(
              rows.count, vocabulary, logits, logSumExp, sums.baseAddress! + first, dx)
          }
          for row in rows {
            for (candidate, odds) in zip(candidates[row], odds[row]) {
              dx[(row - first) * vocabulary + Int(candidate)] += scale * odds
            }
          }
        }
      }
      gradients.add(dx, to: input)
    }
  }

  /// A loss that moves probabilities toward target ones: the mean of −log(1 − |exp(x) − target|) over
  /// some of the log-probabilities x, in nats (DITTO, Xu et al. 2022): (…) → scalar. The
  /// argument of the logarithm is clamped to at least 10⁻⁵.
  ///
  /// - Parameters:
  ///   - places: the indices of the log-probabilities that count, none twice.
  ///   - wanted: the target probability at each of them.
  public func probabilityGap(at places: [Int], to wanted: [Float]) -> Variable {
    precondition(places.count == wanted.count)
    let x = value
    var total = 0.0
    var slopes: [Float] = []
    for (place, wanted) in zip(places, wanted) {
      let probability = Double.exp(Double(x[place]))
      let gap = probability - Double(wanted)
      let rest = max(1 - abs(gap), leastRest)
      total -= Double.log(rest)
      let sign: Double = gap > 0 ? 1 : gap < 0 ? -1 : 0
      slopes.append(rest > leastRest ? Float(sign * probability / rest) : 0)
    }
    let (input, count) = (node, Double(max(1, places.count)))
    return recorded(Tensor([Float(total / count)], shape: []), from: self) { dy, gradients in
      let scale = dy.scalar / Float(count)
      var dx = Tensor(zeros: x.shape)
      for (place, slope) in zip(places, slopes) { dx[place] = scale * slope }
      gradients.add(dx, to: input)
    }
  }
}

private let leastRest = 1e-5
