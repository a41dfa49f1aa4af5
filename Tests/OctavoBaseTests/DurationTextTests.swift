import OctavoBase
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    (0, "<1 ms"), (0.0006, "1 ms"), (0.0421, "42 ms"), (0.0999, "0.1 s"), (2.31, "2.3 s"),
    (59.94, "59.9 s"),
    (59.96, "1 min 0 s"), (127.4, "2 min 7 s"), (3599.6, "1 h 0 min"), (4380, "1 h 13 min"),
    (-1, "–"), (.nan, "–"),
  ])
  func text(seconds: Double, expected: String) {
    #expect(DurationText.text(seconds: seconds).replacing("\u{A0}", with: " ") == expected)
  }

  @Test func anEstimateReadsAsASentence() {
    #expect(DurationText.estimate(seconds: 0) == "under 1\u{A0}ms")
    #expect(DurationText.estimate(seconds: 2.31) == "about 2.3\u{A0}s")
  }
}
