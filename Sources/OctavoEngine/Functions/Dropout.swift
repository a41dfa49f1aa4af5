import CKernels

/// Where dropout takes its numbers from: every place in a model has a stream of its own.
public struct Dropout: Sendable {
  let rate: Double
  /// Which sequence each row of the batch is, where rows keep their numbers as batches are put
  /// together anew.
  let sequences: [Int]?
  private let stream: RandomStream

  /// - Parameters:
  ///   - stream: of this pass through the model alone.
  ///   - sequences: if given, a number drawn depends on the row's entry here and on the column, and
  ///     not on the row's place or the length of the batch.
  public init(rate: Double, stream: RandomStream, sequences: [Int]? = nil) {
    self.rate = rate
    self.stream = stream
    self.sequences = sequences
  }

  var keep: Float { Float(1 - rate) }

  /// Where the numbers of a sequence, or of one of its heads, begin.
  static func counter(ofSequence index: Int) -> UInt64 { UInt64(index) << 32 }

  /// The generator's key for one place, such as `"blocks.3.attention"`.
  func key(for place: String) -> UInt64 {
    var stream = stream.derived(for: place)
    return stream.next()
  }
}

extension Variable {
  /// Sets each number to zero with the dropout's rate and scales the others up to the same
  /// expectation (Srivastava et al. 2014). Without dropout, the same variable.
  public func dropout(_ dropout: Dropout?, _ place: String) -> Variable {
    guard let dropout, dropout.rate > 0 else { return self }
    let key = dropout.key(for: place)
    let keep = dropout.keep
    func dropped(_ x: Tensor) -> Tensor {
      let y = Tensor(uninitialized: x.shape)
      if let sequences = dropout.sequences {
        let length = x.count / sequences.count
        Parallel.forEach(sequences.count) { row in
          withPointers(x.from(row * length), y.mutableFrom(row * length)) {
            octavo_dropout(
              length, key, Dropout.counter(ofSequence: sequences[row]), keep, $0, $1)
          }
        }
        return y
      }
      Parallel.forEachBlock(of: x.count, minimum: 4096) { range in
        withPointers(x.from(range.lowerBound), y.mutableFrom(range.lowerBound)) {
          octavo_dropout(range.count, key, UInt64(range.lowerBound), keep, $0, $1)
        }
      }
      return y
    }
    let input = node
    return recorded(dropped(value), from: self) { dy, gradients in
      gradients.add(dropped(dy), to: input)
    }
  }
}
