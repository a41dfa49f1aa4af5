import CKernels

/// Sums over rows, computed by chunks whose number depends on the shape alone and then added up in
/// order, so that they do not depend on the number of threads.
struct PartialSums {
  private let rows: Int
  private let chunkSize: Int
  private let sums: Tensor

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.chunkSize = Parallel.blockSize(rows, minimum: 32)
    self.sums = Tensor(zeros: [(rows + chunkSize - 1) / chunkSize, columns])
  }

  /// Calls `body` for each chunk with the `columns` sums it is to add to.
  func forEachChunk(
    _ body: (_ rows: Range<Int>, _ sums: TensorView<UnsafeMutablePointer<Float>>) -> Void
  ) {
    Parallel.forEach(sums.rows) { chunk in
      let first = chunk * chunkSize
      body(first..<min(rows, first + chunkSize), sums.mutableRow(chunk))
    }
  }

  /// The sums of the chunk that begins at `row`.
  func sums(ofChunkAt row: Int) -> TensorView<UnsafeMutablePointer<Float>> {
    sums.mutableRow(row / chunkSize)
  }

  /// Writes, or adds, the total.
  func reduce(into target: Tensor, accumulate: Bool) {
    target.addColumns(of: sums, accumulate: accumulate)
  }
}

extension Tensor {
  /// Writes, or adds, the sums of a matrix over its rows.
  func addColumns(of x: Tensor, accumulate: Bool) {
    withPointers(x.from(0), mutableFrom(0)) { numbers, sums in
      if !accumulate { octavo_fill(count, 0, sums) }
      octavo_add_columns(x.rows, x.columns, numbers, sums)
    }
  }
}
