/// How the ends of sampled sequences are tidied.
public enum ResponseTruncation {
  /// A response up to and including the first `end` at or after position `minimum`, and whether
  /// there is one. Without one the response stays whole (lm-human-preferences).
  public static func truncate(
    _ response: [Int32], at end: Int32, minimum: Int = 0
  ) -> (response: [Int32], isEnded: Bool) {
    guard let place = response.dropFirst(minimum).firstIndex(of: end) else {
      return (response, false)
    }
    return (Array(response[...place]), true)
  }

  /// Moves padding at the right of a row to its left.
  public static func leftPadded(_ row: [Int32], padding: Int32) -> [Int32] {
    let tokens = row.filter { $0 != padding }
    return Array(repeating: padding, count: row.count - tokens.count) + tokens
  }
}
