import CKernels

extension Variable {
  /// Rows of this table by id: (vocabulary, width) → (…, width).
  ///
  /// - Parameter ids: each in `0 ..< vocabulary`.
  public func embedding(_ ids: [Int32], shape: [Int]) -> Variable {
    let table = value
    let width = table.columns
    precondition(ids.count == shape.reduce(1, *))
    precondition(ids.allSatisfy { $0 >= 0 && $0 < table.rows }, "an id outside of the vocabulary")
    let y = Tensor(uninitialized: shape + [width])
    withPointers(table.from(0), y.mutableFrom(0)) { table, y in
      Parallel.forEachBlock(of: ids.count, minimum: 64) { rows in
        for row in rows {
          (y + row * width).update(from: table + Int(ids[row]) * width, count: width)
        }
      }
    }
    let tableNode = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      gradients.add(to: tableNode) { target, accumulate in
        // Threads share out the columns, so each sum runs over the rows in order.
        Parallel.forEachBlock(of: width, minimum: 16) { columns in
          withPointers(
            dy.from(columns.lowerBound), target.mutableFrom(columns.lowerBound)
          ) { dy, sums in
            if !accumulate {
              for row in 0..<target.rows { octavo_fill(columns.count, 0, sums + row * width) }
            }
            for (row, id) in ids.enumerated() {
              let sum = sums + Int(id) * width
              octavo_add(columns.count, sum, dy + row * width, sum)
            }
          }
        }
      }
    }
  }

  /// The given rows of the last axis: (…, C) → (count, C).
  func gathered(_ rows: [Int32]) -> Variable {
    reshaped([value.rows, value.columns]).embedding(rows, shape: [rows.count])
  }

  /// The first state of each sequence: (B, T, C) → (B, C).
  var firstStates: Variable {
    let length = Int32(shape[1])
    return gathered((0..<Int32(shape[0])).map { $0 * length })
  }
}
