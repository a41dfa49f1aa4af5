import CKernels

/// Work on the rows of a batch, which are the first axis, whatever a row's shape.
extension Tensor {
  /// The rows of some indices, in their order, one perhaps several times.
  func batchRows(_ indices: [Int]) -> Tensor {
    let size = count / shape[0]
    let result = Tensor(uninitialized: [indices.count] + shape.dropFirst())
    for (row, index) in indices.enumerated() {
      withPointers(from(index * size), result.mutableFrom(row * size)) { source, target in
        target.update(from: source, count: size)
      }
    }
    return result
  }

  /// The results of a function that is called with at most `batch` rows at a time.
  func mapped(batch: Int, _ body: (Tensor) -> Tensor) -> Tensor {
    let parts = stride(from: 0, to: shape[0], by: batch).map {
      body(batchRows(Array($0..<min(shape[0], $0 + batch))))
    }
    return Tensor(joiningBatches: parts.isEmpty ? [body(self)] : parts)
  }

  /// Standard normal numbers, each row from a stream of its own.
  ///
  /// - Parameter first: the number of the first row's stream.
  package static func noise(_ shape: [Int], stream: RandomStream, first: Int = 0) -> Tensor {
    let result = Tensor(uninitialized: shape)
    let size = result.count / shape[0]
    Parallel.forEach(shape[0]) { row in
      var stream = stream.derived(for: "row", index: first + row)
      withPointers(result.mutableFrom(row * size)) { target in
        for index in 0..<size { target[index] = Float(stream.normal()) }
      }
    }
    return result
  }

  /// One row as a batch of its own.
  package func batchRow(_ index: Int) -> Tensor { batchRows([index]) }

  /// The first rows of the batch.
  package func firstRows(_ count: Int) -> Tensor { batchRows(Array(0..<count)) }

  /// The rows of several batches, one after the other.
  package init(joiningBatches parts: [Tensor]) {
    self.init(
      parts.flatMap(\.values),
      shape: [parts.reduce(0) { $0 + $1.shape[0] }] + parts[0].shape.dropFirst())
  }

  /// A number that differs between tensors that differ (FNV-1a by words, 64 bits).
  var checksum: UInt64 {
    withUnsafeBuffer { numbers in
      numbers.reduce(0xcbf2_9ce4_8422_2325 ^ UInt64(shape[0])) {
        ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3
      }
    }
  }
}
