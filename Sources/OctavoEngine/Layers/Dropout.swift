import CKernels

/// Where dropout takes its numbers from: every place in a model has a stream of its own.
public struct Dropout: Sendable {
  let rate: Double
  private let stream: RandomStream

  /// - Parameter stream: of this pass through the model alone.
  public init(rate: Double, stream: RandomStream) {
    self.rate = rate
    self.stream = stream
  }

  var keep: Float { Float(1 - rate) }

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
      Parallel.forEachBlock(of: x.count, minimum: 4096) { range in
        octavo_dropout(
          range.count, key, UInt64(range.lowerBound), keep, x.from(range.lowerBound),
          y.mutableFrom(range.lowerBound))
      }
      return y
    }
    let input = node
    return recorded(dropped(value), from: self) { dy, gradients in
      gradients.add(dropped(dy), to: input)
    }
  }
}
