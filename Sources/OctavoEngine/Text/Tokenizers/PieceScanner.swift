/// Cuts UTF-8 text into the pieces of a ``SplitPattern``, without a regular expression engine:
/// the patterns need one scalar of lookahead.
package struct PieceScanner {
  let text: UnsafeBufferPointer<UInt8>
  private let classes: UnsafePointer<ScalarClass>
  private let pattern: SplitPattern
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
    self.pattern = pattern
  }

  /// The next piece's place in the text, nil at the end.
  mutating func next() -> Range<Int>? {
    guard position < text.count else { return nil }
    let start = position
    position = end(ofPieceFrom: start)
    return start..<position
  }

  private func end(ofPieceFrom start: Int) -> Int {
    switch pattern {
    case .gpt2: endOfGPT2Piece(from: start, splitsDigits: false)
    case .singleDigits: endOfGPT2Piece(from: start, splitsDigits: true)
    case .llama3: endOfLLaMA3Piece(from: start, longestNumber: 3)
    case .qwen2: endOfLLaMA3Piece(from: start, longestNumber: 1)
    case .whole: text.count
    }
  }

  func endOfRun(of runClass: ScalarClass, from start: Int) -> Int {
    var end = start
    while end < text.count {
      let (scalarClass, next) = scalar(at: end)
      guard scalarClass == runClass else { break }
      end = next
    }
    return end
  }

  /// The class of the scalar at an offset, and the offset after it.
  @inline(__always)
  func scalar(at offset: Int) -> (ScalarClass, Int) {
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
