import CKernels

/// A tensor of a model's file, and what it holds of the model's parameters.
struct StoredTensor {
  enum Content {
    /// A parameter as it is.
    case parameter(String)
    /// Some columns of a parameter, transposed, because the file's linear layers are (out, in).
    case columns(of: String, Range<Int>, order: ChannelOrder = .same)
    /// Zeros: a bias that the file's architecture has and the model has not.
    case zeros
  }

  /// How the channels of the heads among the columns are stored.
  enum ChannelOrder {
    case same
    /// Channels 2i and 2i + 1, which the model turns together, as i and i + width/2.
    case halved(headWidth: Int)

    /// The column that is stored as row `row`.
    func column(ofRow row: Int) -> Int {
      guard case .halved(let width) = self else { return row }
      let (head, channel) = row.quotientAndRemainder(dividingBy: width)
      let half = width / 2
      return head * width + (channel < half ? 2 * channel : 2 * (channel - half) + 1)
    }
  }

  let name: String
  let shape: [Int]
  let content: Content

  /// The numbers to store, in row-major order.
  func floats(of parameters: Parameters) -> [Float] {
    switch content {
    case .parameter(let name):
      return parameters[name].values
    case .columns(of: let name, let columns, let order):
      let parameter = parameters[name]
      let length = parameter.rows
      let transposed = Tensor(uninitialized: [columns.count, length])
      withPointers(parameter.from(columns.lowerBound), transposed.mutableFrom(0)) {
        octavo_transpose(length, columns.count, $0, parameter.columns, $1, length)
      }
      let rows = transposed.values
      guard case .halved = order else { return rows }
      return (0..<columns.count).flatMap { row in
        let source = order.column(ofRow: row)
        return rows[source * length..<(source + 1) * length]
      }
    case .zeros:
      return Array(repeating: 0, count: shape.reduce(1, *))
    }
  }

  /// Copies what a file has under `storedName` to where it belongs.
  ///
  /// - Parameter parameters: newly made, their memory shared with nothing.
  func read(
    from checkpoint: SafetensorsCheckpoint, as storedName: String, into parameters: Parameters
  ) throws(PretrainedModelError) {
    var isAsExpected = true
    func requireFinite(_ numbers: UnsafeBufferPointer<Float>) throws(SafetensorsError) {
      guard let index = numbers.firstNonFiniteIndex else { return }
      throw .notFinite(
        file: checkpoint.filePath(of: storedName), tensor: storedName,
        position: shape.position(of: index), number: numbers[index])
    }
    func finiteFloats() throws(SafetensorsError) -> [Float] {
      let floats = try checkpoint.floats(of: storedName, shape: shape)
      var problem: SafetensorsError?
      floats.withUnsafeBufferPointer { numbers in
        do throws(SafetensorsError) { try requireFinite(numbers) } catch { problem = error }
      }
      if let problem { throw problem }
      return floats
    }
    do throws(SafetensorsError) {
      switch content {
      case .parameter(let name):
        let parameter = parameters[name]
        try withPointers(parameter.mutableFrom(0)) { start throws(SafetensorsError) in
          let floats = UnsafeMutableBufferPointer(start: start, count: parameter.count)
          try checkpoint.copyFloats(of: storedName, shape: shape, into: floats)
          try requireFinite(UnsafeBufferPointer(floats))
        }
      case .columns(of: let name, let columns, let order):
        place(try finiteFloats(), in: parameters[name], columns, order)
      case .zeros:
        isAsExpected = try finiteFloats().allSatisfy { $0 == 0 }
      }
    } catch {
      throw .tensors(error)
    }
    guard isAsExpected else {
      throw .unexpectedBias(file: checkpoint.filePath(of: storedName), tensor: storedName)
    }
  }

  private func place(
    _ stored: [Float], in parameter: Tensor, _ columns: Range<Int>, _ order: ChannelOrder
  ) {
    let length = parameter.rows
    var rows = stored
    if case .halved = order {
      for row in 0..<columns.count {
        let target = order.column(ofRow: row) * length
        rows.replaceSubrange(
          target..<target + length, with: stored[row * length..<(row + 1) * length])
      }
    }
    withPointers(parameter.mutableFrom(columns.lowerBound)) {
      octavo_transpose(columns.count, length, rows, length, $0, parameter.columns)
    }
  }
}
