import CKernels

extension Variable {
  /// The mean over the targets of −log softmax(logits)[target], in nats: (…, V) → scalar.
  ///
  /// Zero, with a zero gradient, where every target is ignored.
  ///
  /// - Parameters:
  ///   - targets: one per row; rows whose target is `ignored` do not count.
  ///   - weights: of the rows in the mean; 1 if not given.
  ///   - denominator: what to divide the sum by in place of the weights' sum, such as the number of
  ///     targets in all the batches whose gradients are accumulated.
  ///   - smoothing: the share of each target spread evenly over the vocabulary (Szegedy et al.
  ///     2016).
  public func crossEntropy(
    _ targets: [Int32], weights: [Float]? = nil, denominator: Double? = nil,
    ignored: Int32 = -100, smoothing: Float = 0
  ) -> Variable {
    let logits = value
    let vocabulary = logits.columns
    precondition(targets.count == logits.rows && (weights?.count ?? targets.count) == targets.count)
    let logSumExp = logits.logSumExp()
    var (weightSum, total) = (0.0, 0.0)
    for (row, target) in targets.enumerated() where target != ignored {
      precondition(target >= 0 && target < vocabulary, "target outside of the vocabulary")
      let weight = Double(weights?[row] ?? 1)
      var loss = Double(logSumExp[row]) - Double(logits[row * vocabulary + Int(target)])
      if smoothing > 0 {
        let mean = withPointers(logits.row(row)) { octavo_sum(vocabulary, $0) } / Double(vocabulary)
        let uniform = Double(logSumExp[row]) - mean
        loss += Double(smoothing) * (uniform - loss)
      }
      weightSum += weight
      total += weight * loss
    }
    let denominator = denominator ?? (weightSum == 0 ? 1 : weightSum)
    let loss = Tensor([Float(total / denominator)], shape: [])

    let input = node
    var saved: Tensor? = logits
    return recorded(loss, from: self) { gradient, gradients in
      let scales = targets.indices.map { row in
        targets[row] == ignored ? 0 : gradient.scalar * (weights?[row] ?? 1) / Float(denominator)
      }
      // The logits are not needed any more: their memory takes the gradient.
      var reused = saved.take()!
      reused.makeUnique()
      let dLogits = reused
      Parallel.forEachBlock(of: dLogits.rows, minimum: 16) { rows in
        let first = rows.lowerBound
        withPointers(logSumExp.from(first), dLogits.mutableRow(first)) { logSumExp, dLogits in
          scales.withUnsafeBufferPointer { scales in
            octavo_softmax_scaled(
              rows.count, vocabulary, dLogits, logSumExp, scales.baseAddress! + first, dLogits)
          }
          for row in rows where targets[row] != ignored {
            let gradient = dLogits + (row - first) * vocabulary
            if smoothing > 0 {
              let share = scales[row] * smoothing / Float(vocabulary)
              octavo_affine(vocabulary, 1, -share, gradient, gradient)
            }
            gradient[Int(targets[row])] -= scales[row] * (1 - smoothing)
          }
        }
      }
      gradients.add(dLogits, to: input)
    }
  }
}

extension Tensor {
  /// log Σ exp of each row: (…, V) → (rows).
  func logSumExp() -> Tensor {
    let result = Tensor(uninitialized: [rows])
    Parallel.forEachBlock(of: rows, minimum: 16) { block in
      withPointers(row(block.lowerBound), result.mutableFrom(block.lowerBound)) {
        octavo_log_sum_exp(block.count, columns, $0, $1)
      }
    }
    return result
  }
}
