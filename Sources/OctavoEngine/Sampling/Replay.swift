/// A comparison of two ways to read a text: in one pass, and in several with a cache.
public struct Replay: Sendable {
  /// At each position, the greatest absolute difference between the logits of the two ways.
  public let differences: [Double]
  /// At how many positions both have the same most likely token.
  public let agreements: Int
  /// The sum of the cross-entropies of all tokens but the first, in nats, with the cache.
  public let loss: Double
  /// The same in one pass.
  public let parallelLoss: Double
  /// The number of passes with the cache.
  public let passes: Int
}

extension GPT {
  /// Reads a text in one pass, and again with a cache, `stride` tokens at a time.
  ///
  /// - Parameters:
  ///   - tokens: at least two, and no more than one beyond the context. The last is not read.
  ///   - stride: the number of tokens that a pass with the cache reads, at least 1.
  public func replay(of tokens: [Int32], stride: Int) -> Replay {
    let read = Array(tokens.dropLast())
    let batch = TokenBatch(rows: 1, columns: read.count, tokens: read)
    let whole = logits(batch, Weights(parameters)).value
      .reshaped([read.count, configuration.vocabularySize])
    var decoder = Decoder(self, rows: 1, capacity: read.count)
    var differences: [Double] = []
    var (agreements, loss, parallelLoss, passes) = (0, 0.0, 0.0, 0)
    for first in Swift.stride(from: 0, to: read.count, by: stride) {
      let part = Array(read[first..<min(first + stride, read.count)])
      let scores = decoder.append([.init(row: 0, tokens: part, scored: part.count)])
      passes += 1
      for offset in part.indices {
        let place = first + offset
        let (one, other) = (scores.numbers(ofRow: offset), whole.numbers(ofRow: place))
        differences.append(zip(one, other).reduce(0) { max($0, Double(abs($1.0 - $1.1))) })
        if one.placeOfGreatest == other.placeOfGreatest { agreements += 1 }
        loss += one.crossEntropy(of: tokens[place + 1])
        parallelLoss += other.crossEntropy(of: tokens[place + 1])
      }
    }
    return Replay(
      differences: differences, agreements: agreements, loss: loss, parallelLoss: parallelLoss,
      passes: passes)
  }
}

extension Tensor {
  fileprivate func numbers(ofRow row: Int) -> [Float] {
    withPointers(self.row(row)) { Array(UnsafeBufferPointer(start: $0, count: columns)) }
  }
}

extension [Float] {
  fileprivate var placeOfGreatest: Int? { self.max().flatMap(firstIndex) }

  fileprivate func crossEntropy(of token: Int32) -> Double {
    let highest = Double(self.max() ?? 0)
    let sum = reduce(0.0) { $0 + Double.exp(Double($1) - highest) }
    return highest + Double.log(sum) - Double(self[Int(token)])
  }
}
