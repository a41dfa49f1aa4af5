import OctavoEngine
import OctavoResults
import OctavoRunner

/// Whether a model predicts masked words of captions, from their own image and from one with another
/// caption.
struct WordPredictions {
  private struct Trial {
    let word: String
    /// Whether the word is predicted from its own image.
    let own: Bool
    /// The same for an image with another caption; nil where there is none.
    let other: Bool?
  }

  private let trials: [Trial]

  /// - Parameter set: images whose captions the model can read.
  /// - Throws: where a caption has a word that the model does not know.
  init(of model: FusionModel, _ set: ImageSet, in context: StepContext) throws {
    let captions = set.captions
    let tokens = try model.vocabulary.encode(captions)
    let words = captions.map(CaptionVocabulary.words)
    func predicted(from images: [Int]) throws -> [[String?]] {
      try context.inBatches(of: 64, Array(captions.indices), unit: "captions") { rows in
        model.predictedWords(rows.map { tokens[$0] }, set[rows.map { images[$0] }].tensor)
      }
    }
    let own = try predicted(from: Array(captions.indices))
    let others = try Self.imagesOfOthers(captions).map(predicted)
    trials = captions.indices.flatMap { row in
      words[row].indices.map { place in
        let word = words[row][place]
        return Trial(
          word: word, own: own[row][place] == word, other: others.map { $0[row][place] == word })
      }
    }
  }

  /// The index of the next image with another caption, for each image; nil where all captions are
  /// equal.
  private static func imagesOfOthers(_ captions: [String]) -> [Int]? {
    guard Set(captions).count > 1 else { return nil }
    return captions.indices.map { image in
      var other = (image + 1) % captions.count
      while captions[other] == captions[image] { other = (other + 1) % captions.count }
      return other
    }
  }

  /// The share of words that are predicted from their own image; nil without any words.
  var accuracy: Estimate? { Self.share(trials.map(\.own)) }

  /// The share that are predicted from an image with another caption; nil without any.
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
