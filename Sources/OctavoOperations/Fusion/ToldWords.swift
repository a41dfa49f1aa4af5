import OctavoEngine
import OctavoResults

/// Masked words that a model tells, with a caption's own image and with that of another caption.
struct ToldWords {
  private struct Trial {
    let word: String
    let own: Bool
    /// Nil where there is no image of another caption.
    let other: Bool?
  }

  private let trials: [Trial]

  /// - Parameter set: whose captions the model can read.
  init(_ model: FusionModel, _ set: ImageSet) throws {
    let captions = set.captions
    let tokens = try model.vocabulary.encode(captions)
    let words = captions.map(CaptionVocabulary.words)
    let own = model.toldWords(tokens, set.tensor)
    let others = Self.imagesOfOthers(captions).map {
      model.toldWords(tokens, set[$0].tensor)
    }
    trials = captions.indices.flatMap { row in
      words[row].indices.map { place in
        let word = words[row][place]
        return Trial(
          word: word, own: own[row][place] == word, other: others.map { $0[row][place] == word })
      }
    }
  }

  /// For each caption the next image that has another one; nil where all are the same.
  private static func imagesOfOthers(_ captions: [String]) -> [Int]? {
    guard Set(captions).count > 1 else { return nil }
    return captions.indices.map { image in
      var other = (image + 1) % captions.count
      while captions[other] == captions[image] { other = (other + 1) % captions.count }
      return other
    }
  }

  /// The share of words that are told; nil without any.
  var accuracy: Estimate? { Self.share(trials.map(\.own)) }

  /// The same with images of other captions.
  var otherImageAccuracy: Estimate? { Self.share(trials.compactMap(\.other)) }

  private static func share(_ isRight: [Bool]) -> Estimate? {
    isRight.isEmpty ? nil : Estimate(share: isRight.count { $0 }, of: isRight.count)
  }

  /// One row per word, in alphabetical order.
  var table: Table {
    let groups = Dictionary(grouping: trials, by: \.word).sorted { $0.key < $1.key }
    return Table([
      .init("word", texts: groups.map(\.key)),
      .init("count", integers: groups.map(\.value.count)),
      .init(
        "accuracy", groups.map { Self.share($0.value.map(\.own)).map { .number($0.value) } }),
      .init(
        "other-image",
        groups.map { Self.share($0.value.compactMap(\.other)).map { .number($0.value) } }),
    ])
  }
}
