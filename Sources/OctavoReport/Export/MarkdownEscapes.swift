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

  /// Markdown in which images and links with one address have another.
  func replacing(address: String, with new: String) -> String {
    // The ends tell an address from a longer one that begins with it.
    let ends = [")", " ", "\n", "\t"]
    var text = self + "\n"
    for opening in ["](", "]: "] {
      for end in ends {
        text = text.replacing(opening + address + end, with: opening + new + end)
      }
      text = text.replacing("\(opening)<\(address)>", with: opening + new)
    }
    for quote in ["\"", "'"] {
      text = text.replacing("src=\(quote)\(address)\(quote)", with: "src=\(quote)\(new)\(quote)")
    }
    return String(text.dropLast())
  }
}
