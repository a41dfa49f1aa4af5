/// A stretch of one of several tensors: how work on all parameters is shared out evenly.
struct TensorChunk {
  let tensor: Int
  let range: Range<Int>

  private static let size = 16_384

  static func all(of tensors: [Tensor]) -> [TensorChunk] {
    tensors.indices.flatMap { index in
      stride(from: 0, to: tensors[index].count, by: size).map {
        TensorChunk(tensor: index, range: $0..<min($0 + size, tensors[index].count))
      }
    }
  }

  static func forEach(of tensors: [Tensor], _ body: (TensorChunk) -> Void) {
    let chunks = all(of: tensors)
    Parallel.forEach(chunks.count) { body(chunks[$0]) }
  }

  /// One number a chunk, in order.
  static func map(_ tensors: [Tensor], _ body: (TensorChunk) -> Double) -> [Double] {
    let chunks = all(of: tensors)
    return [Double](unsafeUninitializedCapacity: chunks.count) { buffer, count in
      let results = buffer.baseAddress!
      Parallel.forEach(chunks.count) { (results + $0).initialize(to: body(chunks[$0])) }
      count = chunks.count
    }
  }
}
