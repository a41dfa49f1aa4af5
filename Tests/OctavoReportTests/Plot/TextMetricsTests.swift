import OctavoReport
import Testing

@Suite struct TextMetricsTests {
  @Test(arguments: ["proximal policy optimization", "a", "", "WWWWWWWWWW", "日本語のテキスト"])
  func truncatedTextFits(text: String) {
    for limit in stride(from: 20.0, through: 300, by: 7) {
      let short = TextMetrics.truncate(text, to: limit, fontSize: 12)
      #expect(TextMetrics.width(short, fontSize: 12) <= limit)
      #expect(short == text || short.hasSuffix("…"))
    }
  }

  @Test func wrapping() {
    let text = "direct preference-based optimization"
    #expect(
      TextMetrics.wrap(text, to: 125, lines: 2, fontSize: 12)
        == ["direct preference-", "based optimization"])
    #expect(TextMetrics.wrap(text, to: 60, lines: 2, fontSize: 12) == nil)
    #expect(TextMetrics.wrap(text, to: 1000, lines: 2, fontSize: 12) == [text])
    #expect(TextMetrics.wrap("", to: 10, lines: 2, fontSize: 12) == [""])
  }

  /// A label may be as long as a book.
  @Test func aLongTextIsTruncatedAtOnce() {
    let start = ContinuousClock.now
    let short = TextMetrics.truncate(
      String(repeating: "ab c\n", count: 20_000), to: 60, fontSize: 12)
    #expect(short.hasPrefix("ab c") && short.hasSuffix("…"))
    #expect(start.duration(to: .now) < .seconds(2))
  }
}
