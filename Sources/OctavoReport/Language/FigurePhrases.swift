/// What a page says around its figures: of tokens, images, and where a figure has no caption.
protocol FigurePhrases: Sendable {
  var skipTokens: String { get }
  var backToReport: String { get }
  func textColored(by quantity: String) -> String
  /// A token with its place among all of its text, counted from 1.
  func token(_ text: String, _ number: Int, of count: Int) -> String
  var dotsForBars: String { get }
  func distribution(of quantity: String) -> String
  func ofEachToken(_ quantities: String) -> String
  func imageCount(_ count: Int) -> String
  func textCount(_ count: Int) -> String
  var conjunction: String { get }
}

extension FigurePhrases {
  /// `a, b and c`.
  func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + conjunction + last
  }
}
