import OctavoBase
import OctavoResults

/// One token as text, with its place and its numbers for whoever points at it, moves to it by
/// keyboard, or hears it.
struct TokenMark {
  var strip: TokenStrip
  var index: Int
  /// Whether the keyboard reaches it. Of very long texts it does not reach every token.
  var isReachable: Bool

  var text: String { strip.tokens[index].visibleToken }

  /// `token 3 of 44, ·big: KL 1.54 nats, reward −0.15`.
  var description: String {
    let numbers = strip.rows.compactMap { row in
      row.value(index).map { value in
        [row.name, NumberText.short(value), row.unit ?? ""].filter { !$0.isEmpty }
          .joined(separator: " ")
      }
    }
    let place = phrases.token(text, index + 1, of: strip.tokens.count)
    return numbers.isEmpty ? place : "\(place): \(numbers.joined(separator: ", "))"
  }

  /// - Parameter className: What colors it.
  func node(_ className: String?, @HTMLBuilder children: () -> [HTMLNode]) -> HTMLNode {
    HTMLTag.span(
      .class(["token", className].compactMap { $0 }.joined(separator: " ")), .role("group"),
      isReachable ? .tabindex(0) : nil, .ariaLabel(description), children: children)
  }
}
