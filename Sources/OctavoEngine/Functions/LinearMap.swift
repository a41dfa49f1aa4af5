import CKernels

extension Variable {
  /// f(x W + b): (…, in) → (…, out).
  ///
  /// - Parameters:
  ///   - weight: (in, out), as in GPT-2.
  ///   - bias: (out).
  public func linear(
    _ weight: Variable, bias: Variable? = nil, activation: Activation? = nil
  ) -> Variable {
    let (x, w, b) = (value, weight.value, bias?.value)
    let (inputs, outputs) = (w.shape[0], w.shape[1])
    precondition(x.columns == inputs, "\(x.shape) does not enter a linear layer of \(w.shape)")
    let y = Tensor(uninitialized: x.shape.dropLast() + [outputs])
    let isRecorded = node != nil || weight.node != nil || bias?.node != nil
    let slopes = isRecorded && activation != nil ? Tensor(uninitialized: y.shape) : nil

    RowProduct(w, rows: x.rows)(x, into: y) { rows, columns in
      guard b != nil || activation != nil else { return }
      let start = rows.lowerBound * outputs + columns.lowerBound
      withPointers(
        nullable(b?.from(columns.lowerBound)), y.mutableFrom(start),
        nullable(slopes?.mutableFrom(start))
      ) { b, y, slopes in
        for offset in stride(from: 0, to: rows.count * outputs, by: outputs) {
          if let b { octavo_add_bias(1, columns.count, b, y + offset) }
          activation?.apply(columns.count, y + offset, slopes.map { $0 + offset })
        }
      }
    }

    let (input, weightNode, biasNode) = (node, weight.node, bias?.node)
    return recorded(y, from: self, weight, bias) { gradient, gradients in
      var dy = consume gradient
      if slopes != nil { dy.makeUnique() }
      let dz = consume dy
      func throughActivation(_ rows: Range<Int>) {
        guard let slopes else { return }
        withPointers(slopes.row(rows.lowerBound), dz.mutableRow(rows.lowerBound)) { slopes, dz in
          octavo_multiply(rows.count * outputs, dz, slopes, dz)
        }
      }
      if input == nil { Parallel.forEachBlock(of: dz.rows, minimum: 32, throughActivation) }
      gradients.add(to: input) { dx, accumulate in
        RowProduct(transposing: w)(dz, into: dx, accumulate: accumulate, prepare: throughActivation)
      }
      gradients.add(to: weightNode) { dw, accumulate in
        MatrixProduct.compute(
          dw, m: inputs, n: outputs, k: dz.rows, Matrix(x, transposed: true), Matrix(dz),
          accumulate: accumulate)
      }
      gradients.add(to: biasNode) { db, accumulate in
        let partial = PartialSums(rows: dz.rows, columns: outputs)
        partial.forEachChunk { rows, sums in
          withPointers(dz.row(rows.lowerBound), sums) {
            octavo_add_columns(rows.count, outputs, $0, $1)
          }
        }
        partial.reduce(into: db, accumulate: accumulate)
      }
      if let weightNode { weightNode.tape.linearLayers?.append(x, dz, at: weightNode.index) }
    }
  }

  /// x Eᵀ: (…, width) → (…, vocabulary), the output layer that shares its weights with the token
  /// embedding (Press & Wolf 2017).
  public func linear(tiedTo embedding: Variable) -> Variable {
    let (x, table) = (value, embedding.value)
    let (vocabulary, width) = (table.shape[0], table.shape[1])
    precondition(x.columns == width, "\(x.shape) does not match an embedding of \(table.shape)")
    let y = Tensor(uninitialized: x.shape.dropLast() + [vocabulary])
    // With few rows, a layout of the whole table would serve only once.
    if x.rows < vocabulary {
      MatrixProduct.compute(
        y, m: x.rows, n: vocabulary, k: width, Matrix(x), Matrix(table, transposed: true))
    } else {
      RowProduct(transposing: table)(x, into: y)
    }
    let (input, tableNode) = (node, embedding.node)
    return recorded(y, from: self, embedding) { dy, gradients in
      let dy = dy
      gradients.add(to: input) { dx, accumulate in
        MatrixProduct.compute(
          dx, m: dy.rows, n: width, k: vocabulary, Matrix(dy), Matrix(table),
          accumulate: accumulate)
      }
      gradients.add(to: tableNode) { dTable, accumulate in
        MatrixProduct.compute(
          dTable, m: vocabulary, n: width, k: dy.rows, Matrix(dy, transposed: true), Matrix(x),
          accumulate: accumulate)
      }
    }
  }
}
