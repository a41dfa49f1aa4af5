/// What a trained model predicts, in batches whose size does not change the numbers.
extension FusionModel {
  private static let batch = 64

  /// The log-odds that captions belong to images, pair by pair, in nats.
  ///
  /// - Parameters:
  ///   - images: (N, H, W, channels).
  ///   - pairs: indices of captions and of images.
  public func matching(
    _ captions: [[Int32]], _ images: Tensor, pairs: [(caption: Int, image: Int)]
  ) -> [Double] {
    let pass = Pass(self)
    return Swift.stride(from: 0, to: pairs.count, by: Self.batch).flatMap { first -> [Double] in
      let part = pairs[first..<min(pairs.count, first + Self.batch)]
      let states = pass.states(
        part.map { captions[$0.caption] }, images.batchRows(part.map(\.image)))
      let scores = pass.matchingScores(states).value
      return part.indices.map { Double(scores[2 * ($0 - first) + 1] - scores[2 * ($0 - first)]) }
    }
  }

  /// Each caption's words as the model predicts them when only that word is masked; nil where the
  /// most likely token is not a word.
  ///
  /// - Parameter images: one for each caption, (N, H, W, channels).
  public func predictedWords(_ captions: [[Int32]], _ images: Tensor) -> [[String?]] {
    let pass = Pass(self)
    let places = captions.indices.flatMap { row in
      captions[row].indices.map { WordPlace(row: row, word: $0) }
    }
    var predicted = captions.map { [String?](repeating: nil, count: $0.count) }
    for first in Swift.stride(from: 0, to: places.count, by: Self.batch) {
      let part = places[first..<min(places.count, first + Self.batch)]
      let masked = part.map { place in
        var caption = captions[place.row]
        caption[place.word] = vocabulary.mask
        return caption
      }
      let states = pass.states(masked, images.batchRows(part.map(\.row)))
      let sought = part.enumerated().map { WordPlace(row: $0, word: $1.word) }
      let best = pass.wordScores(states, at: sought).value.indicesOfLargest()
      for (place, token) in zip(part, best) where vocabulary.words.indices ~= token - 1 {
        predicted[place.row][place.word] = vocabulary.words[token - 1]
      }
    }
    return predicted
  }
}
