import OctavoEngine
import Testing

@Suite struct BlankedTextTests {
  private let marks = BlankMarks(after: 10)
  private let mask: Int32 = 10
  private let start: Int32 = 11
  private let end: Int32 = 12

  /// The example of the paper's figure 2: x₁ … x₆ with x₃ and x₅ x₆ missing, the second span first.
  @Test func isThePapersExample() {
    let blanked = BlankedText(
      [1, 2, 3, 4, 5, 6], spans: [2..<3, 4..<6], order: [1, 0], marks)
    #expect(blanked.visible == 5)
    #expect(blanked.tokens == [1, 2, mask, 4, mask, start, 5, 6, start, 3])
    #expect(blanked.positions == [0, 1, 2, 3, 4, 4, 4, 4, 2, 2])
    #expect(blanked.spanPositions == [0, 0, 0, 0, 0, 1, 2, 3, 1, 2])
    #expect(blanked.targets == [5, 6, end, 3, end])
  }

  @Test func spansMayBeginAndEndATextOrBeAllOfIt() {
    let ends = BlankedText([1, 2, 3], spans: [0..<1, 2..<3], marks)
    #expect(ends.tokens == [mask, 2, mask, start, 1, start, 3])
    let whole = BlankedText(prefix: [], span: [1, 2], suffix: [], marks)
    #expect(whole.tokens == [mask, start, 1, 2])
    #expect(whole.positions == [0, 0, 0, 0])
    #expect(BlankedText(prefix: [1], span: [], suffix: [2], marks).targets == [end])
  }

  /// As many tokens as asked for, apart from one another, and of the lengths of the distribution.
  @Test(arguments: [0.15, 0.5], [1.0, 3])
  func spansAreDrawnAsThePaperSays(share: Double, length: Double) {
    let spans = BlankSpans(share: share, length: length)
    var lengths: [Int: Int] = [:]
    var covered = Array(repeating: 0, count: 200)
    for index in 0..<500 {
      var stream = RandomStream(seed: 4).derived(for: "text", index: index)
      let drawn = spans.spans(of: 200, from: &stream)
      for (span, next) in zip(drawn, drawn.dropFirst()) {
        #expect(span.upperBound < next.lowerBound)
      }
      let total = drawn.reduce(0) { $0 + $1.count }
      #expect(drawn.allSatisfy { !$0.isEmpty && 0..<200 ~= $0.upperBound - 1 })
      #expect(total >= Int(200 * share) && total < Int(200 * share) + 15)
      for span in drawn {
        lengths[span.count, default: 0] += 1
        for place in span { covered[place] += 1 }
      }
    }
    // P(k) = λᵏ e⁻λ / k! / (1 − e⁻λ) for k ≥ 1.
    let count = Double(lengths.values.reduce(0, +))
    var probability = Double.exp(-length) / (1 - Double.exp(-length))
    for k in 1...4 {
      probability *= length / Double(k)
      #expect(abs(Double(lengths[k] ?? 0) / count - probability) < 0.02, "\(k)")
    }
    // No place of a text is left out, and none is preferred, apart from the ends.
    let mean = Double(covered[20..<180].reduce(0, +)) / 160
    #expect(covered[20..<180].allSatisfy { abs(Double($0) / mean - 1) < 0.45 })
  }

  @Test(arguments: [1, 2, 3, 7])
  func shortTextsHaveSpans(count: Int) {
    for index in 0..<200 {
      var stream = RandomStream(seed: 4).derived(for: "text", index: index)
      let drawn = BlankSpans(share: 0.5, length: 20).spans(of: count, from: &stream)
      #expect(!drawn.isEmpty && drawn.allSatisfy { 0..<count ~= $0.upperBound - 1 })
      #expect(zip(drawn, drawn.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }
  }

  /// Shuffling changes the order of the spans and nothing else.
  @Test func ordersAreDrawnApart() {
    let text = Array(Int32(0)..<10) + Array(Int32(0)..<10)
    var differing = 0
    for index in 0..<50 {
      let stream = RandomStream(seed: 2).derived(for: "text", index: index)
      let (shuffled, ordered) = (
        BlankSpans(share: 0.4, length: 2).blanked(text, marks, stream: stream),
        BlankSpans(share: 0.4, length: 2, isShuffled: false).blanked(text, marks, stream: stream)
      )
      #expect(shuffled.tokens.prefix(shuffled.visible) == ordered.tokens.prefix(ordered.visible))
      #expect(shuffled.targets.sorted() == ordered.targets.sorted())
      #expect(
        zip(ordered.positions, ordered.positions.dropFirst()).suffix(3).allSatisfy { $0 <= $1 })
      differing += shuffled.tokens == ordered.tokens ? 0 : 1
    }
    #expect(differing > 25)
  }

  /// The generation objective hides the end of a text, from half of it to all.
  @Test func longSpansEndTheText() {
    var lengths: Set<Int> = []
    for index in 0..<300 {
      let blanked = BlankSpans(generation: 1).blanked(
        [0, 1, 2, 3, 4, 5, 6, 7, 8], marks,
        stream: RandomStream(seed: 2).derived(for: "text", index: index))
      #expect(blanked.tokens[blanked.visible - 1] == mask)
      #expect(blanked.targets.suffix(2) == [8, end])
      lengths.insert(blanked.targets.count - 1)
    }
    #expect(lengths == Set(5...9))
  }
}
