import CKernels

/// Operations number by number, on tensors of one shape.
extension Variable {
  public static func + (left: Variable, right: Variable) -> Variable {
    let sum = combine(left.value, right.value, octavo_add)
    let (a, b) = (left.node, right.node)
    return recorded(sum, from: left, right) { dy, gradients in
      let dy = dy
      gradients.add(dy, to: a)
      gradients.add(dy, to: b)
    }
  }

  public static func * (left: Variable, right: Variable) -> Variable {
    let (x, y) = (left.value, right.value)
    let (a, b) = (left.node, right.node)
    return recorded(combine(x, y, octavo_multiply), from: left, right) { dy, gradients in
      let dy = dy
      if a != nil { gradients.add(combine(dy, y, octavo_multiply), to: a) }
      if b != nil { gradients.add(combine(dy, x, octavo_multiply), to: b) }
    }
  }

  public static func * (left: Variable, scale: Float) -> Variable {
    let input = left.node
    return recorded(affine(left.value, scale, 0), from: left) { dy, gradients in
      gradients.add(affine(dy, scale, 0), to: input)
    }
  }

  public static prefix func - (operand: Variable) -> Variable { operand * -1 }

  /// Limited to a range; the gradient is zero outside of it.
  public func clipped(to range: ClosedRange<Float>) -> Variable {
    let x = value
    let y = map(x) { octavo_clip($0, range.lowerBound, range.upperBound, $1, $2) }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      gradients.add(masked(dy, x, x) { number, _ in range.contains(number) }, to: input)
    }
  }

  /// Σ x · mask / Σ mask, a scalar; zero, with a zero gradient, where the mask is.
  ///
  /// - Parameter mask: numbers (weights) of this variable's shape, by default all ones.
  public func mean(mask: Tensor? = nil) -> Variable {
    let weights = mask ?? Tensor(repeating: 1, shape: shape)
    precondition(weights.count == value.count)
    let weightSum = weights.sum()
    let denominator = weightSum == 0 ? 1 : weightSum
    let mean = Float(combine(value, weights, octavo_multiply).sum() / denominator)
    let input = node
    return recorded(Tensor([mean], shape: []), from: self) { dy, gradients in
      gradients.add(affine(weights, dy.scalar / Float(denominator), 0), to: input)
    }
  }

  /// Σ x, a scalar.
  public func sum() -> Variable {
    let (input, shape) = (node, shape)
    return recorded(Tensor([Float(value.sum())], shape: []), from: self) { dy, gradients in
      gradients.add(Tensor(repeating: dy.scalar, shape: shape), to: input)
    }
  }

  /// The same numbers seen in another shape.
  public func reshaped(_ shape: [Int]) -> Variable {
    let input = node
    return recorded(value.reshaped(shape), from: self) { dy, gradients in
      gradients.add(dy, to: input)
    }
  }
}

private typealias Binary = (
  Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
) -> Void
private typealias Unary = (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

/// Small enough to balance, large enough that a thread is worth waking.
private let grain = 16_384

private func combine(_ a: Tensor, _ b: Tensor, _ kernel: Binary) -> Tensor {
  precondition(a.count == b.count, "shapes \(a.shape) and \(b.shape) differ")
  let y = Tensor(uninitialized: a.shape)
  Parallel.forEachBlock(of: a.count, minimum: grain) { range in
    let first = range.lowerBound
    withPointers(a.from(first), b.from(first), y.mutableFrom(first)) {
      kernel(range.count, $0, $1, $2)
    }
  }
  return y
}

private func map(_ x: Tensor, _ kernel: Unary) -> Tensor {
  let y = Tensor(uninitialized: x.shape)
  Parallel.forEachBlock(of: x.count, minimum: grain) { range in
    withPointers(x.from(range.lowerBound), y.mutableFrom(range.lowerBound)) {
      kernel(range.count, $0, $1)
    }
  }
  return y
}

private func affine(_ x: Tensor, _ scale: Float, _ offset: Float) -> Tensor {
  map(x) { octavo_affine($0, scale, offset, $1, $2) }
}

extension Tensor {
  func sum() -> Double { withUnsafeBuffer { octavo_sum($0.count, $0.baseAddress) } }
}

/// The numbers at the positions where those of `a` and `b` pass, zero at the others.
private func masked(
  _ x: Tensor, _ a: Tensor, _ b: Tensor, _ passes: (Float, Float) -> Bool
) -> Tensor {
  let y = Tensor(uninitialized: x.shape)
  Parallel.forEachBlock(of: x.count, minimum: grain) { range in
    let first = range.lowerBound
    withPointers(x.from(first), a.from(first), b.from(first), y.mutableFrom(first)) { x, a, b, y in
      for i in 0..<range.count { y[i] = passes(a[i], b[i]) ? x[i] : 0 }
    }
  }
  return y
}
