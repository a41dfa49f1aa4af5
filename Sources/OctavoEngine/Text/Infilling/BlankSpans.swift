/// How the spans that GLM learns to fill are drawn (Du et al. 2022, sections 2.1 and 2.2).
package struct BlankSpans: Codable, Hashable, Sendable {
  /// The least share of a text's tokens in short spans, which are drawn until they reach it.
  package var share: Double
  /// The mean λ of the Poisson distribution from which their lengths are drawn, in tokens. A length
  /// of 0 is excluded, so the mean length is λ / (1 − exp(−λ)).
  package var length: Double
  /// The share of texts with one long span instead of short ones: the end of the text, its length
  /// uniform from half of the text to all of it, so that the model learns to generate.
  package var generation: Double
  /// Whether the spans are generated in random order rather than from left to right.
  package var isShuffled: Bool

  package init(
    share: Double = 0.15, length: Double = 3, generation: Double = 0, isShuffled: Bool = true
  ) {
    self.share = share
    self.length = length
    self.generation = generation
    self.isShuffled = isShuffled
  }

  func check() throws(TrainingError) {
    for (name, value, range) in [
      ("share", share, 0.001...0.5), ("length", length, 0.1...100),
      ("generation", generation, 0...1),
    ] where !(range ~= value) {
      throw .setting(
        name, "must be between \(range.lowerBound) and \(range.upperBound), but is \(value)")
    }
  }

  /// The text with blanks. From one stream, settings that differ only in the order draw the same spans.
  ///
  /// - Precondition: the text has a token.
  package func blanked(
    _ text: [Int32], _ marks: BlankMarks, stream: RandomStream
  ) -> BlankedText {
    var (stream, orders) = (stream.derived(for: "spans"), stream.derived(for: "order"))
    if stream.uniform() < generation {
      let half = (text.count + 1) / 2
      let length = half + stream.integer(below: text.count - half + 1)
      return BlankedText(text, spans: [text.count - length..<text.count], marks)
    }
    let spans = spans(of: text.count, from: &stream)
    return BlankedText(
      text, spans: spans, order: isShuffled ? spans.indices.shuffled(using: &orders) : nil, marks)
  }

  /// Short spans, from left to right, with at least one token between them.
  package func spans(of count: Int, from stream: inout RandomStream) -> [Range<Int>] {
    let wanted = max(1, Int((share * Double(count)).rounded(.up)))
    var lengths: [Int] = []
    var total = 0
    while total < wanted {
      // At least one token must remain between neighboring spans.
      let most = max(1, count - total - lengths.count)
      let length = min(drawnLength(from: &stream), most)
      lengths.append(length)
      total += length
    }
    var start = 0
    return zip(lengths, gaps(lengths.count, among: count - total, from: &stream)).map {
      let span = start + $1..<start + $1 + $0
      start += $0
      return span
    }
  }

  /// Distinct places before, between and after the given number of tokens, in ascending order.
  private func gaps(
    _ count: Int, among tokens: Int, from stream: inout RandomStream
  ) -> [Int] {
    Array((0...tokens).shuffled(using: &stream).prefix(count)).sorted()
  }

  /// A number from the Poisson distribution without 0, by inversion.
  private func drawnLength(from stream: inout RandomStream) -> Int {
    let none = Double.exp(-length)
    var (value, probability) = (1, none * length)
    var rest = stream.uniform() * (1 - none) - probability
    // The tail's probabilities vanish before their sum is exactly 1.
    while rest >= 0, probability > 0 {
      value += 1
      probability *= length / Double(value)
      rest -= probability
    }
    return value
  }
}
