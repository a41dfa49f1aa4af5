/// An endless order of `0 ..< count`, shuffled anew whenever all were taken, in which any place can
/// be reached at once.
struct ShuffledEpochs {
  let count: Int
  let stream: RandomStream

  /// The indices of a batch, counted from 0: those that follow the batches before it.
  ///
  /// - Precondition: there is something to take from.
  func batch(_ index: Int, size: Int) -> [Int] {
    var (epoch, order) = (-1, [Int]())
    return (index * size..<(index + 1) * size).map { place in
      if place / count != epoch {
        epoch = place / count
        order = self.order(epoch: epoch)
      }
      return order[place % count]
    }
  }

  func order(epoch: Int) -> [Int] {
    var stream = stream.derived(for: "epoch", index: epoch)
    return Array(0..<count).shuffled(using: &stream)
  }
}

extension Array where Element == Int {
  /// Cut into so many parts whose sizes differ by at most one.
  func divided(into parts: Int) -> [[Int]] {
    (0..<parts).map { Array(self[count * $0 / parts..<count * ($0 + 1) / parts]) }
  }
}
