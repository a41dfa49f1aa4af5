import CKernels

extension Variable {
  /// Layer normalization over the last axis (Ba et al. 2016): (x − μ) / √(σ² + ε) · gain + bias,
  /// with the population variance.
  public func layerNorm(gain: Variable, bias: Variable? = nil, epsilon: Float = 1e-5) -> Variable {
    let (x, g, b) = (value, gain.value, bias?.value)
    precondition(g.count == x.columns, "gain of \(g.shape) for \(x.shape)")
    let y = Tensor(uninitialized: x.shape)
    let (mean, rstd) = (Tensor(uninitialized: [x.rows]), Tensor(uninitialized: [x.rows]))
    Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
      let first = rows.lowerBound
      withPointers(
        x.row(first), g.from(0), nullable(b?.from(0)), y.mutableRow(first),
        mean.mutableFrom(first), rstd.mutableFrom(first)
      ) {
        octavo_layer_norm(rows.count, x.columns, epsilon, $0, $1, $2, $3, $4, $5)
      }
    }
    let (input, gainNode, biasNode) = (node, gain.node, bias?.node)
    return recorded(y, from: self, gain, bias) { dy, gradients in
      let partial = PartialSums(rows: x.rows, columns: x.columns)
      let biasPartial = bias == nil ? nil : PartialSums(rows: x.rows, columns: x.columns)
      let dy = dy
      func backward(_ dx: Tensor?, _ accumulate: Bool) {
        partial.forEachChunk { rows, sums in
          let first = rows.lowerBound
          withPointers(
            x.row(first), g.from(0), mean.from(first), rstd.from(first), dy.row(first)
          ) { numbers, g, mean, rstd, dy in
            withPointers(
              nullable(dx?.mutableRow(first)), sums, nullable(biasPartial?.sums(ofChunkAt: first))
            ) { dx, gainSums, biasSums in
              octavo_layer_norm_backward(
                rows.count, x.columns, numbers, g, mean, rstd, dy, accumulate, dx, gainSums,
                biasSums)
            }
          }
        }
      }
      if input == nil { backward(nil, false) }
      gradients.add(to: input, backward)
      gradients.add(to: gainNode, partial.reduce)
      if let biasPartial { gradients.add(to: biasNode, biasPartial.reduce) }
    }
  }

  /// Root mean square normalization over the last axis (Zhang & Sennrich 2019):
  /// x / √(mean(x²) + ε) · gain.
  public func rootMeanSquareNorm(gain: Variable, epsilon: Float = 1e-5) -> Variable {
    let (x, g) = (value, gain.value)
    precondition(g.count == x.columns, "gain of \(g.shape) for \(x.shape)")
    let y = Tensor(uninitialized: x.shape)
    let rstd = Tensor(uninitialized: [x.rows])
    Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
      let first = rows.lowerBound
      withPointers(x.row(first), g.from(0), y.mutableRow(first), rstd.mutableFrom(first)) {
        octavo_rms_norm(rows.count, x.columns, epsilon, $0, $1, $2, $3)
      }
    }
    let (input, gainNode) = (node, gain.node)
    return recorded(y, from: self, gain) { dy, gradients in
      let partial = PartialSums(rows: x.rows, columns: x.columns)
      let dy = dy
      func backward(_ dx: Tensor?, _ accumulate: Bool) {
        partial.forEachChunk { rows, sums in
          let first = rows.lowerBound
          withPointers(
            x.row(first), g.from(0), rstd.from(first), dy.row(first),
            nullable(dx?.mutableRow(first)), sums
          ) {
            octavo_rms_norm_backward(rows.count, x.columns, $0, $1, $2, $3, accumulate, $4, $5)
          }
        }
      }
      if input == nil { backward(nil, false) }
      gradients.add(to: input, backward)
      gradients.add(to: gainNode, partial.reduce)
    }
  }
}
