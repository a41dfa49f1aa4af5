import CKernels

extension Variable {
  /// The channels of two variables side by side: (…, C), (…, D) → (…, C + D).
  public func joined(_ other: Variable) -> Variable {
    let (x, z) = (value, other.value)
    precondition(x.shape.dropLast() == z.shape.dropLast(), "\(x.shape) and \(z.shape)")
    let (left, right) = (x.columns, z.columns)
    let y = Tensor(uninitialized: x.shape.dropLast() + [left + right])
    Parallel.forEachBlock(of: y.rows, minimum: 256) { rows in
      let first = rows.lowerBound
      withPointers(x.row(first), z.row(first), y.mutableRow(first)) { x, z, y in
        for row in 0..<rows.count {
          let target = y + row * (left + right)
          target.update(from: x + row * left, count: left)
          (target + left).update(from: z + row * right, count: right)
        }
      }
    }
    let (first, second) = (node, other.node)
    return recorded(y, from: self, other) { dy, gradients in
      let dy = dy
      func part(_ offset: Int, _ dx: Tensor, _ accumulate: Bool) {
        Parallel.forEachBlock(of: dy.rows, minimum: 256) { rows in
          let (first, columns) = (rows.lowerBound, dx.columns)
          withPointers(dy.row(first, column: offset), dx.mutableRow(first)) { dy, dx in
            for row in 0..<rows.count {
              let (target, source) = (dx + row * columns, dy + row * (left + right))
              if accumulate {
                octavo_add(columns, target, source, target)
              } else {
                target.update(from: source, count: columns)
              }
            }
          }
        }
      }
      gradients.add(to: first) { part(0, $0, $1) }
      gradients.add(to: second) { part(left, $0, $1) }
    }
  }

  /// Adds a vector of its own to every position of each row of the batch: (B, …, C) + (B, C).
  public func adding(toEveryPosition vectors: Variable) -> Variable {
    let (x, v) = (value, vectors.value)
    let (batch, channels) = (x.shape[0], x.columns)
    precondition(v.shape == [batch, channels], "\(v.shape) for \(x.shape)")
    let positions = x.count / batch / channels
    let y = Tensor(uninitialized: x.shape)
    Parallel.forEach(batch) { row in
      let first = row * positions * channels
      withPointers(x.from(first), v.row(row), y.mutableFrom(first)) { x, vector, y in
        y.update(from: x, count: positions * channels)
        octavo_add_bias(positions, channels, vector, y)
      }
    }
    let (input, vectorNode) = (node, vectors.node)
    return recorded(y, from: self, vectors) { dy, gradients in
      let dy = dy
      gradients.add(dy, to: input)
      gradients.add(to: vectorNode) { target, accumulate in
        Parallel.forEach(batch) { row in
          withPointers(dy.from(row * positions * channels), target.mutableRow(row)) { dy, sums in
            if !accumulate { octavo_fill(channels, 0, sums) }
            octavo_add_columns(positions, channels, dy, sums)
          }
        }
      }
    }
  }
}

extension Variable {
  /// The first channels: (…, C) → (…, count). Nothing is recorded, as only what is run without
  /// being trained needs it.
  func leading(_ count: Int) -> Variable {
    let x = value
    let y = Tensor(uninitialized: x.shape.dropLast() + [count])
    withPointers(x.from(0), y.mutableFrom(0)) { source, target in
      for row in 0..<x.rows {
        (target + row * count).update(from: source + row * x.columns, count: count)
      }
    }
    return Variable(y)
  }
}
