/// Markdown in which links and images have other addresses. Code stays as it is.
struct AddressReplacement {
  /// By the addresses as they are written.
  let new: [String: String]

  func callAsFunction(_ text: String) -> String {
    guard !new.isEmpty else { return text }
    return MarkdownLines(text).lines.map { $0.isCode ? String($0.text) : replaced($0.text) }
      .joined(separator: "\n")
  }

  private func replaced(_ line: Substring) -> String {
    var (text, rest) = ("", line)
    if let definition = line.prefixMatch(of: /[ >]*\[[^\^\]][^\]]*\]:[ \t]+/) {
      text += definition.output
      rest = line[definition.range.upperBound...]
      take(destinationOf: &rest, &text)
    }
    while let sign = rest.first {
      if sign == "`" {
        let ticks = rest.prefix { $0 == "`" }
        let end = rest[ticks.endIndex...].span(endingWith: ticks.count) ?? ticks.endIndex
        text += rest[..<end]
        rest = rest[end...]
      } else if sign == "\\" {
        text += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("](") {
        text += "]("
        rest = rest.dropFirst(2)
        text += rest.prefix { $0 == " " }
        rest = rest.drop { $0 == " " }
        take(destinationOf: &rest, &text)
      } else if let attribute = rest.prefixMatch(of: /(\ssrc=|\shref=)(["'])([^"']*)\2/) {
        let (_, name, quote, address) = attribute.output
        text += "\(name)\(quote)\(new[String(address)] ?? String(address))\(quote)"
        rest = rest[attribute.range.upperBound...]
      } else {
        text.append(sign)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// Takes the address of a link from what is left of a line.
  private func take(destinationOf rest: inout Substring, _ text: inout String) {
    if rest.hasPrefix("<"), let end = rest.firstIndex(of: ">") {
      let address = String(rest.dropFirst().prefix(upTo: end))
      text += new[address] ?? "<\(address)>"
      rest = rest[rest.index(after: end)...]
      return
    }
    var depth = 0
    let address = rest.prefix { sign in
      if sign == "(" { depth += 1 }
      if sign == ")" { depth -= 1 }
      return depth >= 0 && !sign.isWhitespace
    }
    text += new[String(address)] ?? String(address)
    rest = rest[address.endIndex...]
  }
}
