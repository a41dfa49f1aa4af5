import OctavoBase

/// What was expected, as code that breaks only between its names, numbers and signs: `1e-3` stays
/// whole.
package struct ClaimView {
  package var text: String

  package init(text: String) { self.text = text }

  /// Longer names may break within themselves, as a narrow page has no room for them.
  private static let longest = 28

  package var node: HTMLNode {
    var nodes: [HTMLNode] = []
    var rest = text[...]
    let hyphenated = /[\p{L}\p{N}_][\p{L}\p{N}_.]*(?:[-+][\p{L}\p{N}_.]+)+/
    while let match = rest.firstMatch(of: hyphenated) {
      nodes.append(.text(String(rest[..<match.range.lowerBound])))
      let word = String(match.output)
      nodes.append(
        word.count <= Self.longest ? HTMLTag.span(.class("whole")) { word } : .text(word))
      rest = rest[match.range.upperBound...]
    }
    return HTMLTag.code { nodes + [.text(String(rest))] }
  }
}
