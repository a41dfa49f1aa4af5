extension String {
  /// The text as Markdown that shows it as it stands, within a line.
  var escapedForMarkdown: String {
    let signs = "\\`*_[]<>|#~$&".unicodeScalars
    var escaped = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if signs.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  /// The text as a line of Markdown of its own, which begins no list, heading or rule.
  var escapedMarkdownLine: String {
    let text = split(whereSeparator: \.isNewline).joined(separator: " ").escapedForMarkdown
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    if !digits.isEmpty, rest.hasPrefix(".") || rest.hasPrefix(")") { return digits + "\\" + rest }
    return ["-", "+", "="].contains { text.hasPrefix($0) } ? "\\" + text : text
  }
}
