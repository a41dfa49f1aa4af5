import CKernels

/// A matrix in a tensor: rows of numbers `stride` apart, seen transposed or not.
package struct Matrix {
  let tensor: Tensor
  let offset: Int
  let stride: Int
  let isTransposed: Bool

  /// The rows of a tensor, which are its last axis.
  package init(_ tensor: Tensor, offset: Int = 0, transposed: Bool = false) {
    self.tensor = tensor
    self.offset = offset
    self.stride = tensor.columns
    self.isTransposed = transposed
  }

  /// The part that begins at a row and column of the matrix as it is seen.
  func from(row: Int, column: Int) -> TensorView<UnsafePointer<Float>> {
    tensor.from(offset + (isTransposed ? column * stride + row : row * stride + column))
  }
}

package enum MatrixProduct {
  /// C (m × n) = A (m × k) · B (k × n), or C += A · B, in blocks of the longer side of C.
  package static func compute(
    _ c: Tensor, m: Int, n: Int, k: Int, _ a: Matrix, _ b: Matrix, accumulate: Bool = false
  ) {
    if m >= n {
      Parallel.forEachBlock(of: m, minimum: 32) { rows in
        block(c, rows, 0..<n, k, a, b, accumulate: accumulate)
      }
    } else {
      // Fewer blocks than usual where they would be narrow, because each packs its rows of A anew.
      let minimum = n < 768 ? max(32, (n / 4 + 15) / 16 * 16) : 32
      Parallel.forEachBlock(of: n, minimum: minimum) { columns in
        block(c, 0..<m, columns, k, a, b, accumulate: accumulate)
      }
    }
  }

  /// One block of the product, on the calling thread.
  static func block(
    _ c: Tensor, _ rows: Range<Int>, _ columns: Range<Int>, _ k: Int, _ a: Matrix, _ b: Matrix,
    accumulate: Bool = false
  ) {
    multiply(
      m: rows.count, n: columns.count, k: k, transposing: (a.isTransposed, b.isTransposed),
      a.from(row: rows.lowerBound, column: 0), a.stride,
      b.from(row: 0, column: columns.lowerBound), b.stride,
      into: c.mutableRow(rows.lowerBound, column: columns.lowerBound), c.columns,
      accumulate: accumulate)
  }

  /// C = A B, or C += A B, where each matrix is a view and the distance of its rows.
  static func multiply(
    m: Int, n: Int, k: Int, transposing: (a: Bool, b: Bool) = (false, false),
    _ a: TensorView<UnsafePointer<Float>>, _ strideOfA: Int,
    _ b: TensorView<UnsafePointer<Float>>, _ strideOfB: Int,
    into c: TensorView<UnsafeMutablePointer<Float>>, _ strideOfC: Int, accumulate: Bool = false
  ) {
    withPointers(a, b, c) { a, b, c in
      octavo_matrix_product(
        transposing.a, transposing.b, m, n, k, a, strideOfA, b, strideOfB, accumulate, c, strideOfC)
    }
  }
}
