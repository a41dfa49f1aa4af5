extension PieceScanner {
  func endOfLLaMA3Piece(from start: Int, longestNumber: Int) -> Int {
    let first = text[start]
    if first == UInt8(ascii: "'"), let end = endOfContractionInAnyCase(from: start) { return end }
    let (firstClass, afterFirst) = scalar(at: start)
    switch firstClass {
    case .letter: return endOfRun(of: .letter, from: afterFirst)
    case .number: return endOfNumber(from: start, longest: longestNumber)
    case .space, .other: break
    }
    let next = afterFirst < text.count ? scalar(at: afterFirst) : nil
    if next?.0 == .letter, !isLineEnd(first) { return endOfRun(of: .letter, from: afterFirst) }
    if firstClass == .other { return endOfMarks(from: start) }
    if first == UInt8(ascii: " "), next?.0 == .other { return endOfMarks(from: afterFirst) }
    return endOfLines(from: start) ?? endOfSpace(from: start, splitsDigits: false)
  }

  /// `\p{N}{1,3}`
  private func endOfNumber(from start: Int, longest: Int) -> Int {
    var end = start
    for _ in 0..<longest {
      guard end < text.count, case (.number, let next) = scalar(at: end) else { break }
      end = next
    }
    return end
  }

  /// `[^\s\p{L}\p{N}]+[\r\n]*`
  private func endOfMarks(from start: Int) -> Int {
    var end = endOfRun(of: .other, from: start)
    while end < text.count, isLineEnd(text[end]) { end += 1 }
    return end
  }

  /// `\s*[\r\n]+`: as far as the last line end of a run of white space, nil if it has none.
  private func endOfLines(from start: Int) -> Int? {
    let run = start..<endOfRun(of: .space, from: start)
    return run.last { isLineEnd(text[$0]) }.map { $0 + 1 }
  }

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`
  private func endOfContractionInAnyCase(from start: Int) -> Int? {
    let letters = text[(start + 1)...].prefix(2).map { $0 | 0x20 }
    switch letters.first.map({ Unicode.Scalar($0) }) {
    case "s", "t", "m", "d": return start + 2
    case "l" where letters.last == UInt8(ascii: "l") && letters.count == 2: return start + 3
    case "r" where letters.last == UInt8(ascii: "e"), "v" where letters.last == UInt8(ascii: "e"):
      return start + 3
    default:
      // The long s (U+017F) is an s in another case.
      return text[(start + 1)...].starts(with: [0xC5, 0xBF]) ? start + 3 : nil
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
