import CKernels

extension Variable {
  /// The mean of (x − target)² over all numbers, a scalar; with weights, that of weight · (x −
  /// target)².
  ///
  /// - Parameter weights: one per row of the batch (the first axis).
  public func meanSquaredError(_ target: Tensor, weights: [Float]? = nil) -> Variable {
    let x = value
    precondition(x.count == target.count && weights?.count ?? x.shape[0] == x.shape[0])
    let batch = weights == nil ? 1 : x.shape[0]
    let size = x.count / batch
    let difference = Tensor(uninitialized: x.shape)
    Parallel.forEachBlock(of: x.count, minimum: 16_384) { range in
      let first = range.lowerBound
      withPointers(x.from(first), target.from(first), difference.mutableFrom(first)) {
        octavo_subtract(range.count, $0, $1, $2)
      }
    }
    let total = withPointers(difference.from(0)) { difference in
      (0..<batch).reduce(0.0) { sum, row in
        sum + Double(weights?[row] ?? 1) * octavo_sum_of_squares(size, difference + row * size)
      }
    }
    let (input, count) = (node, Float(x.count))
    let mean = Tensor([Float(total / Double(x.count))], shape: [])
    return recorded(mean, from: self) { dy, gradients in
      let scale = 2 * dy.scalar / count
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEach(batch) { row in
        withPointers(difference.from(row * size), dx.mutableFrom(row * size)) {
          octavo_affine(size, scale * (weights?[row] ?? 1), 0, $0, $1)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
