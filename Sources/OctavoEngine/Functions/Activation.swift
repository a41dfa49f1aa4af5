import CKernels

/// A function applied to every number of a linear layer's result.
public enum Activation: String, Codable, Hashable, Sendable, CaseIterable {
  /// x Φ(x) (Hendrycks & Gimpel 2016).
  case gelu
  /// GPT-2's approximation of it by a hyperbolic tangent.
  case geluTanh
  /// x σ(x).
  case silu

  /// In place; `derivative`, where given, receives the derivatives.
  func apply(
    _ count: Int, _ x: UnsafeMutablePointer<Float>, _ derivative: UnsafeMutablePointer<Float>?
  ) {
    switch self {
    case .gelu: octavo_gelu(count, x, x, derivative)
    case .geluTanh: octavo_gelu_tanh(count, x, x, derivative)
    case .silu: octavo_silu(count, x, x, derivative)
    }
  }
}

extension Variable {
  /// The function applied to every number.
  public func activated(by activation: Activation) -> Variable {
    let x = value
    let y = Tensor(uninitialized: x.shape)
    let slopes = node == nil ? nil : Tensor(uninitialized: x.shape)
    Parallel.forEachBlock(of: x.count, minimum: 4096) { range in
      let first = range.lowerBound
      withPointers(
        x.from(first), y.mutableFrom(first), nullable(slopes?.mutableFrom(first))
      ) { x, y, slopes in
        y.update(from: x, count: range.count)
        activation.apply(range.count, y, slopes)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      guard let slopes else { return }
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.count, minimum: 16_384) { range in
        let first = range.lowerBound
        withPointers(dy.from(first), slopes.from(first), dx.mutableFrom(first)) {
          octavo_multiply(range.count, $0, $1, $2)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
