/// A rule of a style sheet, taken apart as far as it takes to leave out what a page does not need.
enum StyleRule {
  case style(selectors: [Substring], declarations: [Substring])
  /// Rules under a condition, such as `@media print`.
  case conditional(Substring, [StyleRule])
  /// What belongs to no element, such as the margins of printed pages.
  case other(Substring)

  /// The rules of a text without comments.
  static func parsed(_ text: Substring) -> [StyleRule] {
    var rules: [StyleRule] = []
    var rest = text
    while let open = rest.firstIndexOutside(of: UInt8(ascii: "{")) {
      let inner = rest[open...].dropFirst()
      let close = inner.firstIndexOutside(of: UInt8(ascii: "}")) ?? inner.endIndex
      let (start, content) = (rest[..<open], inner[..<close])
      let end = inner[close...].dropFirst()
      if start.hasPrefix("@media") || start.hasPrefix("@supports") {
        rules.append(.conditional(start, parsed(content)))
      } else if start.hasPrefix("@") {
        rules.append(.other(rest[..<end.startIndex]))
      } else {
        rules.append(
          .style(
            selectors: start.splitOutside(at: UInt8(ascii: ",")),
            declarations: content.splitOutside(at: UInt8(ascii: ";"))))
      }
      rest = end
    }
    return rules
  }

  var text: String {
    switch self {
    case .style(let selectors, let declarations):
      "\(selectors.joined(separator: ",")){\(declarations.joined(separator: ";"))}"
    case .conditional(let condition, let rules): "\(condition){\(rules.map(\.text).joined())}"
    case .other(let text): String(text)
    }
  }

  var declarations: [Substring] {
    switch self {
    case .style(_, let declarations): declarations
    case .conditional(_, let rules): rules.flatMap(\.declarations)
    case .other: []
    }
  }

  /// The rule with what both conditions hold for; `nil` where nothing is left of it.
  func keeping(
    selectors isKeptSelector: (Substring) -> Bool, declarations isKept: (Substring) -> Bool
  ) -> StyleRule? {
    switch self {
    case .style(let selectors, let declarations):
      let kept = (selectors.filter(isKeptSelector), declarations.filter(isKept))
      return kept.0.isEmpty || kept.1.isEmpty
        ? nil : .style(selectors: kept.0, declarations: kept.1)
    case .conditional(let condition, let rules):
      let kept = rules.compactMap {
        $0.keeping(selectors: isKeptSelector, declarations: isKept)
      }
      return kept.isEmpty ? nil : .conditional(condition, kept)
    case .other: return self
    }
  }
}

extension Substring {
  /// Where a character stands in no string and no brackets.
  fileprivate func firstIndexOutside(of wanted: UInt8) -> Index? {
    var depth = 0
    var isInString = false
    for index in utf8.indices {
      let byte = utf8[index]
      if byte == UInt8(ascii: "\"") {
        isInString.toggle()
      } else if !isInString {
        if depth == 0, byte == wanted { return index }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        default: break
        }
      }
    }
    return nil
  }

  fileprivate func splitOutside(at separator: UInt8) -> [Substring] {
    var pieces: [Substring] = []
    var rest = self
    while let index = rest.firstIndexOutside(of: separator) {
      pieces.append(rest[..<index])
      rest = rest[index...].dropFirst()
    }
    return (pieces + [rest]).filter { !$0.isEmpty }
  }
}
