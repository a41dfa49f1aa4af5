import CKernels

extension Variable {
  /// Group normalization (Wu & He 2018): each of equal groups of channels of an image gets mean 0
  /// and variance 1 over all of its pixels, with the population variance, then a gain and a bias by
  /// channel. (B, …, C) → (B, …, C), where the axes between are an image's.
  ///
  /// - Parameters:
  ///   - groups: divides C.
  ///   - isSiLU: whether x σ(x) of the result is taken in the same pass.
  public func groupNorm(
    gain: Variable, bias: Variable, groups: Int, epsilon: Float = 1e-5, isSiLU: Bool = false
  ) -> Variable {
    let (x, g, b) = (value, gain.value, bias.value)
    let (images, channels) = (x.shape[0], x.columns)
    precondition(g.count == channels && b.count == channels && channels.isMultiple(of: groups))
    let pixels = x.count / images / channels
    let y = Tensor(uninitialized: x.shape)
    let mean = Tensor(uninitialized: [images, groups])
    let rstd = Tensor(uninitialized: [images, groups])
    Parallel.forEach(images) { image in
      let first = image * pixels * channels
      let scratch = Tensor(uninitialized: [2, channels])
      withPointers(x.from(first), g.from(0), b.from(0)) { x, g, b in
        withPointers(
          y.mutableFrom(first), mean.mutableRow(image), rstd.mutableRow(image),
          scratch.mutableFrom(0)
        ) {
          octavo_group_norm(pixels, channels, groups, epsilon, isSiLU, x, g, b, $0, $1, $2, $3)
        }
      }
    }
    let (input, gainNode, biasNode) = (node, gain.node, bias.node)
    return recorded(y, from: self, gain, bias) { dy, gradients in
      let dy = dy
      let dGain = Tensor(uninitialized: [images, channels])
      let dBias = Tensor(uninitialized: [images, channels])
      func backward(_ dx: Tensor?, _ accumulate: Bool) {
        Parallel.forEach(images) { image in
          let first = image * pixels * channels
          let scratch = Tensor(uninitialized: [pixels + 5, channels])
          withPointers(
            x.from(first), g.from(0), b.from(0), mean.row(image), rstd.row(image), dy.from(first)
          ) { x, g, b, mean, rstd, dy in
            withPointers(
              nullable(dx?.mutableFrom(first)), dGain.mutableRow(image), dBias.mutableRow(image),
              scratch.mutableFrom(0)
            ) {
              octavo_group_norm_backward(
                pixels, channels, groups, isSiLU, x, g, b, mean, rstd, dy, accumulate, $0, $1, $2,
                $3)
            }
          }
        }
      }
      if input == nil { backward(nil, false) }
      gradients.add(to: input, backward)
      for (partial, node) in [(dGain, gainNode), (dBias, biasNode)] {
        gradients.add(to: node) { target, accumulate in
          target.addColumns(of: partial, accumulate: accumulate)
        }
      }
    }
  }
}
