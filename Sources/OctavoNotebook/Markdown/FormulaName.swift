/// The name behind a formula: `$$ … $$ {#eq-loss}`.
struct FormulaName {
  var text: String
  /// Where the name itself stands.
  var range: Range<Int>
  /// Behind the closing brace.
  var end: Int

  /// The name, if it is one.
  var validText: String? { Fence.isName(text) ? text : nil }

  private static let longest = 200

  /// Reads a name at a place, white space before it aside.
  static func read(_ bytes: [UInt8], at start: Int) -> FormulaName? {
    var index = start
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") || bytes[index] == 9 { index += 1 }
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "{"),
      bytes[index + 1] == UInt8(ascii: "#")
    else { return nil }
    let first = index + 2
    let end = bytes[first...].prefix(longest).firstIndex {
      $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "\n")
    }
    guard let end, bytes[end] == UInt8(ascii: "}") else { return nil }
    let text = String(decoding: bytes[first..<end], as: UTF8.self)
    return FormulaName(text: text, range: first..<end, end: end + 1)
  }

  /// The name that a line ends in, and where the two dollars before it stand.
  static func atEnd(of line: Range<Int>, in bytes: [UInt8]) -> (name: FormulaName, dollars: Int)? {
    guard let brace = bytes[line].lastIndex(of: UInt8(ascii: "{")) else { return nil }
    let dollar = bytes[line.lowerBound..<brace].lastIndex { !$0.isSpace }
    guard let dollar, dollar > line.lowerBound, bytes[dollar] == UInt8(ascii: "$"),
      bytes[dollar - 1] == UInt8(ascii: "$"), let name = read(bytes, at: dollar + 1),
      name.end <= line.upperBound,
      bytes[name.end..<line.upperBound].allSatisfy(\.isSpace)
    else { return nil }
    return (name, dollar - 1)
  }

  /// Where a formula ends whose last line this is: behind two dollars, or behind its name.
  static func endOfFormula(in bytes: [UInt8], line: Range<Int>) -> Int? {
    if let (name, _) = atEnd(of: line, in: bytes) { return name.end }
    guard let last = bytes[line].lastIndex(where: { !$0.isSpace }), last > line.lowerBound,
      bytes[last] == UInt8(ascii: "$"), bytes[last - 1] == UInt8(ascii: "$")
    else { return nil }
    return last + 1
  }
}
