extension PieceScanner {
  /// With `splitsDigits`, the pieces of the text between digits, and each digit.
  func endOfGPT2Piece(from start: Int, splitsDigits: Bool) -> Int {
    let first = text[start]
    if first == UInt8(ascii: "'"), let end = endOfContraction(from: start) { return end }
    let (firstClass, afterFirst) = scalar(at: start)
    if first == UInt8(ascii: " "), afterFirst < text.count {
      let (nextClass, afterNext) = scalar(at: afterFirst)
      if nextClass == .number, splitsDigits { return afterFirst }
      if nextClass != .space { return endOfRun(of: nextClass, from: afterNext) }
    }
    if firstClass == .space { return endOfSpace(from: start, splitsDigits: splitsDigits) }
    if firstClass == .number, splitsDigits { return afterFirst }
    return endOfRun(of: firstClass, from: afterFirst)
  }

  /// `\s+(?!\S)|\s+`: a run of white space leaves its last scalar to what follows, if it has two.
  func endOfSpace(from start: Int, splitsDigits: Bool) -> Int {
    var end = start
    var last = start
    while end < text.count {
      let (scalarClass, next) = scalar(at: end)
      guard scalarClass == .space else {
        // A digit that stands alone is cut off first, so the run before it ends its text.
        if splitsDigits, scalarClass == .number { return end }
        return last > start ? last : end
      }
      last = end
      end = next
    }
    return end
  }

  /// `'(?:[sdmt]|ll|ve|re)`
  private func endOfContraction(from start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    let first = text[start + 1]
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "l"), UInt8(ascii: "v"), UInt8(ascii: "r"):
      let second = first == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
      return start + 2 < text.count && text[start + 2] == second ? start + 3 : nil
    default:
      return nil
    }
  }
}
