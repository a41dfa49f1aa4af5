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
      for row in rows {
        let (source, target) = (x.row(row), y.mutableRow(row))
        target.update(from: source, count: width)
        octavo_clip(width, range.lowerBound, range.upperBound, source + width, target + width)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.rows, minimum: 256) { rows in
        for row in rows {
          let (source, target) = (x.row(row), dx.mutableRow(row))
          target.update(from: dy.row(row), count: 2 * width)
          for i in width..<2 * width where !range.contains(source[i]) { target[i] = 0 }
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
      for row in rows {
        let (mean, deviation) = (x.row(row), noisy.mutableRow(row))
        octavo_affine(width, 0.5, 0, mean + width, deviation)
        octavo_exp(width, deviation, deviation)
        octavo_multiply(width, deviation, noise.from(row * width), deviation)
        octavo_add(width, mean, deviation, y.mutableRow(row))
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: y.rows, minimum: 256) { rows in
        for row in rows {
          let target = dx.mutableRow(row)
          target.update(from: dy.row(row), count: width)
          octavo_multiply(width, dy.row(row), noisy.row(row), target + width)
          octavo_affine(width, 0.5, 0, target + width, target + width)
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
        for row in index * rows..<(index + 1) * rows {
          let (mean, logVariance) = (x.row(row), x.row(row) + width)
          octavo_exp(width, logVariance, variance.mutableRow(row))
          for i in 0..<width {
            sums[index] += Double(
              mean[i] * mean[i] + variance.row(row)[i] - 1 - logVariance[i])
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
        for row in rows {
          octavo_affine(width, scale, 0, x.row(row), dx.mutableRow(row))
          octavo_affine(
            width, scale / 2, -scale / 2, variance.row(row), dx.mutableRow(row) + width)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
