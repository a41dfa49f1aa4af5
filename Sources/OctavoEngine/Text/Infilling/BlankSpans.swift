/// How the spans are drawn that GLM learns to fill (Du et al. 2022, sections 2.1 and 2.2).
package struct BlankSpans: Codable, Hashable, Sendable {
  /// The share of a text's tokens in short spans, which are drawn until they have as many.
  package var share: Double
  /// The mean of the Poisson distribution of their lengths, of which 0 is not drawn.
  package var length: Double
  /// The share of texts with one long span in place of short ones: the end of the text, of a length
  /// that is uniform from half of it to the whole, so that the model learns to generate.
  package var generation: Double
  /// Whether the spans follow in a random order and not from left to right.
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

  /// The text with blanks. At one stream, settings that differ in the order alone draw the same spans.
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

  /// Short spans, from left to right, with at least a token between them.
  package func spans(of count: Int, from stream: inout RandomStream) -> [Range<Int>] {
    let wanted = max(1, Int((share * Double(count)).rounded(.up)))
    var lengths: [Int] = []
    var total = 0
    while total < wanted {
      // As many tokens as there are spans less one must stay to stand between them.
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

  /// Different places before, between and after so many tokens, in ascending order.
  private func gaps(
    _ count: Int, among tokens: Int, from stream: inout RandomStream
  ) -> [Int] {
    Array((0...tokens).shuffled(using: &stream).prefix(count)).sorted()
  }

  /// A Poisson number that is not 0, by inversion.
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
