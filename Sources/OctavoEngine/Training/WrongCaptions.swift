/// Captions of other images, which a model learns to distinguish from the right ones.
package struct WrongCaptions: Sendable {
  /// How a wrong caption is chosen.
  package enum Choice: String, Codable, Hashable, Sendable, CaseIterable {
    /// That of any other image.
    case random
    /// Of 16 that are drawn at random, the one that differs in the fewest words.
    case similar
  }

  private let captions: [[Int32]]
  private let choice: Choice

  /// How many are drawn to find a similar one.
  private static let drawn = 16

  /// - Precondition: two of the captions differ.
  package init(_ captions: [[Int32]], _ choice: Choice) {
    self.captions = captions
    self.choice = choice
  }

  /// A caption that is not the given one.
  package func caption(
    insteadOf right: [Int32], from stream: inout RandomStream
  ) -> [Int32] {
    var best = another(than: right, from: &stream)
    guard choice == .similar else { return best }
    for _ in 1..<Self.drawn {
      let other = another(than: right, from: &stream)
      if differences(other, right) < differences(best, right) { best = other }
    }
    return best
  }

  private func another(than right: [Int32], from stream: inout RandomStream) -> [Int32] {
    var index = stream.integer(below: captions.count)
    while captions[index] == right { index = (index + 1) % captions.count }
    return captions[index]
  }

  /// In how many places two captions have different words.
  private func differences(_ first: [Int32], _ second: [Int32]) -> Int {
    zip(first, second).count { $0 != $1 } + abs(first.count - second.count)
  }
}
