/// A cell's text in two parts, so that the decimal points of a column stand under one another: the
/// digits before the point, and the rest in a box as wide as the widest of the column.
package struct AlignedText: Hashable, Sendable {
  package var whole: String
  package var rest: String
  /// The width of the rest's box, in digits; `nil` where all cells end alike and need none.
  package var width: Int?

  private static let limit = 40

  /// The cells of a column of numbers.
  package static func column(_ texts: [String]) -> [AlignedText] {
    let parts = texts.map(parts)
    // What has no digits, such as a dash for an empty cell, does not ask for a box.
    let shapes = Set(
      zip(texts, parts).filter { $0.0.contains(where: \.isNumber) }.map { shape($0.1.1) })
    guard shapes.count > 1 else { return texts.map { AlignedText(whole: $0, rest: "") } }
    let widest =
      parts.map { TextMetrics.width($0.1.replacing("\u{A0}", with: " "), fontSize: 1) }.max() ?? 0
    let width = min(Int((widest / TextMetrics.width("0", fontSize: 1)).rounded()), limit)
    return parts.map { AlignedText(whole: $0.0, rest: $0.1, width: width) }
  }

  private static func parts(_ text: String) -> (String, String) {
    guard let first = text.firstIndex(where: \.isNumber) else { return (text, "") }
    let end =
      text[first...].firstIndex { !($0.isNumber || $0 == ",") || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains($0) }
      ?? text.endIndex
    return (String(text[..<end]), String(text[end...]))
  }

  /// The text with one digit for all.
  private static func shape(_ text: String) -> String {
    String(text.map { "0"..."9" ~= $0 ? "0" : $0 })
  }
}
