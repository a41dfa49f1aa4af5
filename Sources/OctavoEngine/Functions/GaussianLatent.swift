import CKernels
import Foundation

/// A diagonal normal distribution over latents, one a position of (B, …, 2 Z): Z means, then Z
/// logarithms of variances (Kingma & Welling 2014).
extension Variable {
  /// The same means, with the logarithms of variances limited to a range; their gradient is zero
  /// outside of it.
  public func clippingLogVariances(to range: ClosedRange<Float>) -> Variable {
    let x = value
    let width = x.columns / 2
    let y = Tensor(uninitialized: x.shape)
    Parallel.forEachBlock(of: x.rows, minimum: 256) { rows in
      withPointers(x.row(rows.lowerBound), y.mutableRow(rows.lowerBound)) { x, y in
        for offset in stride(from: 0, to: rows.count * 2 * width, by: 2 * width) {
          let (source, target) = (x + offset, y + offset)
          target.update(from: source, count: width)
          octavo_clip(width, range.lowerBound, range.upperBound, source + width, target + width)
        }
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.rows, minimum: 256) { rows in
        let first = rows.lowerBound
        withPointers(x.row(first), dy.row(first), dx.mutableRow(first)) { x, dy, dx in
          for offset in stride(from: 0, to: rows.count * 2 * width, by: 2 * width) {
            let (source, target) = (x + offset, dx + offset)
            target.update(from: dy + offset, count: 2 * width)
            for i in width..<2 * width where !range.contains(source[i]) { target[i] = 0 }
          }
        }
      }
      gradients.add(dx, to: input)
    }
  }

  /// mean + exp(½ log variance) · noise: (B, …, 2 Z) → (B, …, Z), the reparameterised sample.
  ///
  /// - Parameter noise: standard normal numbers of the result's shape.
  public func gaussianSample(noise: Tensor) -> Variable {
    let x = value
    let width = x.columns / 2
    precondition(noise.count == x.count / 2)
    let y = Tensor(uninitialized: x.shape.dropLast() + [width])
    let noisy = Tensor(uninitialized: y.shape)
    Parallel.forEachBlock(of: y.rows, minimum: 256) { rows in
      let first = rows.lowerBound
      withPointers(
        x.row(first), noise.from(first * width), noisy.mutableRow(first), y.mutableRow(first)
      ) { x, noise, noisy, y in
        for row in 0..<rows.count {
          let (mean, deviation) = (x + row * 2 * width, noisy + row * width)
          octavo_affine(width, 0.5, 0, mean + width, deviation)
          octavo_exp(width, deviation, deviation)
          octavo_multiply(width, deviation, noise + row * width, deviation)
          octavo_add(width, mean, deviation, y + row * width)
        }
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: y.rows, minimum: 256) { rows in
        let first = rows.lowerBound
        withPointers(dy.row(first), noisy.row(first), dx.mutableRow(first)) { dy, noisy, dx in
          for row in 0..<rows.count {
            let (gradient, target) = (dy + row * width, dx + row * 2 * width)
            target.update(from: gradient, count: width)
            octavo_multiply(width, gradient, noisy + row * width, target + width)
            octavo_affine(width, 0.5, 0, target + width, target + width)
          }
        }
      }
      gradients.add(dx, to: input)
    }
  }

  /// KL(N(mean, variance) ‖ N(0, 1)) = ½ Σ (mean² + variance − 1 − log variance), summed over a row
  /// of the batch and averaged over them: a scalar, in nats.
  public func gaussianKL() -> Variable {
    let x = value
    let (batch, width) = (x.shape[0], x.columns / 2)
    let rows = x.rows / batch
    let variance = Tensor(uninitialized: x.shape.dropLast() + [width])
    var sums = [Double](repeating: 0, count: batch)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      Parallel.forEach(batch) { index in
        withPointers(x.row(index * rows), variance.mutableRow(index * rows)) { x, variance in
          for row in 0..<rows {
            let (mean, variance) = (x + row * 2 * width, variance + row * width)
            let logVariance = mean + width
            octavo_exp(width, logVariance, variance)
            for i in 0..<width {
              sums[index] += Double(mean[i] * mean[i] + variance[i] - 1 - logVariance[i])
            }
          }
        }
      }
    }
    let input = node
    let divergence = Float(sums.reduce(0, +) / 2 / Double(batch))
    return recorded(Tensor([divergence], shape: []), from: self) { dy, gradients in
      let scale = dy.scalar / Float(batch)
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.rows, minimum: 256) { rows in
        let first = rows.lowerBound
        withPointers(x.row(first), variance.row(first), dx.mutableRow(first)) { x, variance, dx in
          for row in 0..<rows.count {
            let target = dx + row * 2 * width
            octavo_affine(width, scale, 0, x + row * 2 * width, target)
            octavo_affine(width, scale / 2, -scale / 2, variance + row * width, target + width)
          }
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
