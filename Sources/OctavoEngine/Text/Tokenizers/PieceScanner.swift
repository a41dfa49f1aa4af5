/// Cuts UTF-8 text into the pieces of a ``SplitPattern``, without a regular expression engine:
/// the patterns need one scalar of lookahead.
package struct PieceScanner {
  private let text: UnsafeBufferPointer<UInt8>
  private let classes: UnsafePointer<ScalarClass>
  private let splitsDigits: Bool
  private var position = 0

  /// - Parameters:
  ///   - text: valid UTF-8, alive as long as the scanner is used.
  ///   - classes: ``ScalarClass/table``, alive as long too.
  init(
    _ text: UnsafeBufferPointer<UInt8>, pattern: SplitPattern,
    classes: UnsafePointer<ScalarClass>
  ) {
    self.text = text
    self.classes = classes
    splitsDigits = pattern == .singleDigits
  }

  /// The next piece's place in the text, nil at the end.
  mutating func next() -> Range<Int>? {
    guard position < text.count else { return nil }
    let start = position
    position = end(ofPieceFrom: start)
    return start..<position
  }

  private func end(ofPieceFrom start: Int) -> Int {
    let first = text[start]
    if first == UInt8(ascii: "'"), let end = endOfContraction(from: start) { return end }
    let (firstClass, afterFirst) = scalar(at: start)
    if first == UInt8(ascii: " "), afterFirst < text.count {
      let (nextClass, afterNext) = scalar(at: afterFirst)
      if nextClass == .number, splitsDigits { return afterFirst }
      if nextClass != .space { return endOfRun(of: nextClass, from: afterNext) }
    }
    if firstClass == .space { return endOfSpace(from: start) }
    if firstClass == .number, splitsDigits { return afterFirst }
    return endOfRun(of: firstClass, from: afterFirst)
  }

  private func endOfRun(of runClass: ScalarClass, from start: Int) -> Int {
    var end = start
    while end < text.count {
      let (scalarClass, next) = scalar(at: end)
      guard scalarClass == runClass else { break }
      end = next
    }
    return end
  }

  /// `\s+(?!\S)|\s+`: a run of white space leaves its last scalar to what follows, if it has two.
  private func endOfSpace(from start: Int) -> Int {
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

  /// The class of the scalar at an offset, and the offset after it.
  @inline(__always)
  private func scalar(at offset: Int) -> (ScalarClass, Int) {
    let lead = text[offset]
    if lead < 0x80 { return (classes[Int(lead)], offset + 1) }
    func continuation(_ index: Int) -> UInt32 { UInt32(text[offset + index] & 0x3F) }
    if lead < 0xE0 {
      return (classes[Int(UInt32(lead & 0x1F) << 6 | continuation(1))], offset + 2)
    }
    if lead < 0xF0 {
      let code = UInt32(lead & 0x0F) << 12 | continuation(1) << 6 | continuation(2)
      return (classes[Int(code)], offset + 3)
    }
    let high = UInt32(lead & 0x07) << 18 | continuation(1) << 12
    let code = high | continuation(2) << 6 | continuation(3)
    return (Unicode.Scalar(code).map(ScalarClass.init) ?? .other, offset + 4)
  }
}

extension PieceScanner {
  package static func pieces(of text: String, by pattern: SplitPattern) -> [String] {
    var text = text
    return text.withUTF8 { utf8 in
      ScalarClass.table.withUnsafeBufferPointer { classes in
        guard let classes = classes.baseAddress else { return [] }
        var scanner = PieceScanner(utf8, pattern: pattern, classes: classes)
        var pieces: [String] = []
        while let piece = scanner.next() {
          pieces.append(String(decoding: utf8[piece], as: UTF8.self))
        }
        return pieces
      }
    }
  }
}
