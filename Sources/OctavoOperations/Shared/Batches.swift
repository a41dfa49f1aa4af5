import OctavoRunner

extension RandomAccessCollection where Index == Int {
  /// The elements in their order, `size` at a time; the last batch may be smaller.
  func batches(of size: Int) -> [SubSequence] {
    stride(from: startIndex, to: endIndex, by: size).map {
      self[$0..<Swift.min($0 + size, endIndex)]
    }
  }
}

extension StepContext {
  /// What `body` makes of all batches of some elements. After each it is reported how many elements
  /// are done, and the step ends where the user has asked to stop.
  ///
  /// - Parameters:
  ///   - unit: what the elements are called, such as `prompts`.
  ///   - body: is given a slice, whose `startIndex` is where the batch is among the elements.
  /// - Throws: what `body` throws, and `Interruption`.
  func inBatches<Elements: RandomAccessCollection, Result>(
    of size: Int, _ elements: Elements, unit: String,
    _ body: (Elements.SubSequence) throws -> [Result]
  ) throws -> [Result] where Elements.Index == Int {
    var results: [Result] = []
    for batch in elements.batches(of: size) {
      results += try body(batch)
      let done = elements.distance(from: elements.startIndex, to: batch.endIndex)
      try report(StepProgress(done, of: elements.count, unit: unit))
    }
    return results
  }
}
