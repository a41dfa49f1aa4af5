import CKernels

extension Variable {
  /// log softmax(logits / temperature)[label] of each row, in nats: (…, V) → (…), computed without
  /// the other probabilities.
  public func logProbabilities(of labels: [Int32], temperature: Float = 1) -> Variable {
    let logits = temperature == 1 ? self : self * (1 / temperature)
    let x = logits.value
    let vocabulary = x.columns
    precondition(labels.count == x.rows)
    precondition(
      labels.allSatisfy { $0 >= 0 && $0 < vocabulary }, "label outside of the vocabulary")
    let logSumExp = x.logSumExp()
    let chosen = labels.indices.map { x[$0 * vocabulary + Int(labels[$0])] - logSumExp[$0] }
    let input = logits.node
    return recorded(Tensor(chosen, shape: x.shape.dropLast()), from: logits) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
        let first = rows.lowerBound
        withPointers(
          x.row(first), logSumExp.from(first), dy.from(first), dx.mutableRow(first)
        ) { x, logSumExp, dy, dx in
          octavo_softmax_scaled(rows.count, vocabulary, x, logSumExp, dy, dx)
          octavo_affine(rows.count * vocabulary, -1, 0, dx, dx)
          for row in 0..<rows.count { dx[row * vocabulary + Int(labels[first + row])] += dy[row] }
        }
      }
      gradients.add(dx, to: input)
    }
  }

  /// The entropy −Σ p log p of each row's softmax, in nats: (…, V) → (…). For finite logits.
  public func entropy() -> Variable {
    let x = value
    let logSumExp = x.logSumExp()
    let y = Tensor(uninitialized: x.shape.dropLast())
    Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
      let first = rows.lowerBound
      withPointers(x.row(first), logSumExp.from(first), y.mutableFrom(first)) {
        octavo_entropy(rows.count, x.columns, $0, $1, $2)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
        let first = rows.lowerBound
        withPointers(
          x.row(first), logSumExp.from(first), y.from(first), dy.from(first), dx.mutableRow(first)
        ) {
          octavo_entropy_backward(rows.count, x.columns, $0, $1, $2, $3, $4)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
