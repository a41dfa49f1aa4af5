import CKernels

/// x W for any number of rows, with W laid out first where that pays.
struct RowProduct {
  private enum Layout {
    case inPlace(Tensor)
    case packed(PackedMatrix)
  }

  private let layout: Layout
  private let inputs, outputs: Int

  /// Fewer rows than these are multiplied sooner than the matrix is packed.
  private static let fewestRowsToPack = 32
  /// How many numbers of x stay in a core's cache while all of W passes by.
  private static let cachedNumbers = 32_768
  /// A multiple of the rows that the kernels of either width take at a time.
  private static let rowsAtOnce = 24

  /// - Parameters:
  ///   - matrix: (inputs, outputs).
  ///   - rows: how many rows of x there will be.
  init(_ matrix: Tensor, rows: Int) {
    (inputs, outputs) = (matrix.rows, matrix.columns)
    layout =
      rows < Self.fewestRowsToPack ? .inPlace(matrix) : .packed(PackedMatrix(matrix))
  }

  /// - Parameter matrix: (outputs, inputs).
  init(transposing matrix: Tensor) {
    (inputs, outputs) = (matrix.columns, matrix.rows)
    layout = .packed(PackedMatrix(transposing: matrix))
  }

  /// y = x W, or y += x W: (…, inputs) → (…, outputs).
  ///
  /// - Parameters:
  ///   - finish: is called once for each block of y, when it has been computed and is still in the
  ///     cache.
  ///   - prepare: is called once for some rows of x, before they are multiplied.
  func callAsFunction(
    _ x: Tensor, into y: Tensor, accumulate: Bool = false,
    finish: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void = { _, _ in },
    prepare: (_ rows: Range<Int>) -> Void = { _ in }
  ) {
    if x.rows >= 64 || outputs < 64 {
      let size = max(
        Self.rowsAtOnce, Self.cachedNumbers / inputs / Self.rowsAtOnce * Self.rowsAtOnce)
      Parallel.forEachBlock(of: x.rows, minimum: 32) { block in
        for first in stride(from: block.lowerBound, to: block.upperBound, by: size) {
          let rows = first..<min(block.upperBound, first + size)
          prepare(rows)
          multiply(x, rows, 0..<outputs, into: y, accumulate)
          finish(rows, 0..<outputs)
        }
      }
    } else {
      prepare(0..<x.rows)
      // None so small that sharing it out costs more than the work.
      let worthwhile = max(64, 500_000 / (x.rows * inputs + 1))
      let panels = (outputs + PackedMatrix.panelWidth - 1) / PackedMatrix.panelWidth
      Parallel.forEachBlock(of: panels, minimum: worthwhile / PackedMatrix.panelWidth) { block in
        let first = block.lowerBound * PackedMatrix.panelWidth
        let columns = first..<min(outputs, block.upperBound * PackedMatrix.panelWidth)
        multiply(x, 0..<x.rows, columns, into: y, accumulate)
        finish(0..<x.rows, columns)
      }
    }
  }

  private func multiply(
    _ x: Tensor, _ rows: Range<Int>, _ columns: Range<Int>, into y: Tensor, _ accumulate: Bool
  ) {
    switch layout {
    case .packed(let matrix): matrix.multiply(x, rows, columns, into: y, accumulate: accumulate)
    case .inPlace(let matrix):
      withPointers(
        x.row(rows.lowerBound), matrix.from(columns.lowerBound),
        y.mutableFrom(rows.lowerBound * outputs + columns.lowerBound)
      ) { x, matrix, y in
        octavo_matrix_product(
          false, false, rows.count, columns.count, inputs, x, inputs, matrix, outputs, accumulate,
          y, outputs)
      }
    }
  }
}
