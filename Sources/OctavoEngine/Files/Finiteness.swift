extension UnsafeBufferPointer<Float> {
  /// Where the first number is that is NaN or infinite.
  var firstNonFiniteIndex: Int? {
    let block = 1 << 12
    for start in stride(from: 0, to: count, by: block) {
      let end = Swift.min(count, start + block)
      // A loop without an early exit, which the compiler turns into vector instructions.
      var found: UInt32 = 0
      for index in start..<end {
        found |= self[index].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
      }
      if found != 0 { return (start..<end).first { !self[$0].isFinite } }
    }
    return nil
  }
}

extension [Int] {
  /// The place along each axis of the number at `index` in row-major order, of a tensor with these
  /// sizes.
  func position(of index: Int) -> [Int] {
    var (rest, position) = (index, [Int]())
    for size in reversed() where size > 0 {
      position.append(rest % size)
      rest /= size
    }
    return position.reversed()
  }
}
