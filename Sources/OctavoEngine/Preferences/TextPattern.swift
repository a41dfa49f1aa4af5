/// A regular expression that was read from text.
package struct TextPattern: Sendable {
  // What is read from text has no closures of anyone's, so it may be used from anywhere.
  private nonisolated(unsafe) let regex: Regex<AnyRegexOutput>

  /// - Throws: where the text is no regular expression.
  package init(_ pattern: String) throws { regex = try Regex(pattern) }

  package func occurs(in text: String) -> Bool { text.contains(regex) }

  /// Whether it matches the whole text.
  func isWhole(_ text: String) -> Bool { text.wholeMatch(of: regex) != nil }

  /// What stands behind its last match; the whole text where nothing matches.
  func rest(of text: String) -> Substring {
    text[(text.matches(of: regex).last?.range.upperBound ?? text.startIndex)...]
  }

  /// How often it matches, one match beginning where the last one ended.
  func count(in text: String) -> Int { text.matches(of: regex).count }

  /// The first match, or its first group where the expression has one; empty where nothing matches.
  func part(of text: String) -> Substring {
    guard let match = text.firstMatch(of: regex) else { return "" }
    let groups = match.output
    return (groups.count > 1 ? groups[1] : groups[0]).substring ?? ""
  }
}
