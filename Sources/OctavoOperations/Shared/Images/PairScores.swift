import OctavoBase
import OctavoResults
import OctavoRunner

/// A score of how well each image matches each caption; the higher, the better.
struct PairScores {
  /// (images, captions)
  private let scores: [Double]
  private let columns: Int

  /// - Parameters:
  ///   - scores: (images, captions), one row after another.
  ///   - captions: the number of captions.
  /// - Throws: where a score is NaN, which has no rank.
  init(_ scores: [Double], captions: Int) throws {
    if scores.contains(where: \.isNaN) {
      throw OperationError(
        "the model's scores are not numbers",
        remedy: "its training has diverged; train it with a smaller `learning-rate`")
    }
    self.scores = scores
    columns = captions
  }

  subscript(image image: Int, caption caption: Int) -> Double { scores[image * columns + caption] }

  /// The captions with the highest scores, best first; of equal scores the first caption is better.
  func bestCaptions(ofImage image: Int, count: Int) -> [Int] {
    let row = scores[image * columns..<(image + 1) * columns]
    return Array(
      (0..<columns).sorted {
        let (a, b) = (row[row.startIndex + $0], row[row.startIndex + $1])
        return a == b ? $0 < $1 : a > b
      }.prefix(count))
  }

  /// The rank of a caption among all for an image, from 1; of equal scores the first caption is better.
  func rank(ofCaption caption: Int, forImage image: Int) -> Int {
    let own = self[image: image, caption: caption]
    return 1
      + (0..<columns).count {
        let other = self[image: image, caption: $0]
        return other > own || (other == own && $0 < caption)
      }
  }

  /// The rank among all images of the best of some images for a caption, from 1; of equal scores the
  /// first image is better.
  ///
  /// - Precondition: `images` is not empty.
  func rank(ofBestAmong images: [Int], forCaption caption: Int) -> Int {
    let best = images.reduce(images[0]) {
      self[image: $1, caption: caption] > self[image: $0, caption: caption] ? $1 : $0
    }
    let own = self[image: best, caption: caption]
    return 1
      + (0..<scores.count / columns).count {
        let other = self[image: $0, caption: caption]
        return other > own || (other == own && $0 < best)
      }
  }
}

/// How well captions are retrieved by images, and images by captions.
struct RetrievalOutputs: OutputGroup {
  @Output("The share of images to which their own caption is assigned.", isShare: true)
  var accuracy: Estimate
  @Output("The share of images whose own caption is among the best five.", isShare: true)
  var topFive: Double
  @Output("The mean rank of the own caption, from 1, over images whose caption is a candidate.")
  var meanRank: Double?
  @Output("The accuracy of choosing captions at random.", isShare: true) var chance: Double
  @Output("The share of captions for which the best image has that caption.", isShare: true)
  var retrieval: Estimate
  @Output(
    "The share of captions for which one of the best five images has that caption.", isShare: true)
  var retrievalTopFive: Double?
  @Output("The mean rank among all images of a caption's best-ranked own image, from 1.")
  var retrievalMeanRank: Double?
  @Output("The number of images.") var count: Int
  @Output("The number of captions to choose from.") var labelCount: Int
  @Output("The number of images, captions or pairs that the model read for the scores.")
  var passes: Int

  var shown: [any DeclaredOutput] {
    [$accuracy, $topFive, $meanRank, $chance, $retrieval, $retrievalTopFive, $retrievalMeanRank]
  }
}

extension RetrievalOutputs {
  /// - Parameters:
  ///   - captions: those of the images.
  ///   - candidates: the captions to choose from, without duplicates.
  ///   - passes: the number of images, captions or pairs that the model read.
  init(_ scores: PairScores, captions: [String], candidates: [String], passes: Int) {
    let places = Dictionary(uniqueKeysWithValues: zip(candidates, 0...))
    let named = captions.enumerated().compactMap { image, caption in
      places[caption].map { scores.rank(ofCaption: $0, forImage: image) }
    }
    let own = Dictionary(grouping: captions.indices) { captions[$0] }
    let found = candidates.enumerated().compactMap { place, caption in
      own[caption].map { scores.rank(ofBestAmong: $0, forCaption: place) }
    }
    accuracy = Estimate(share: named.count { $0 == 1 }, of: captions.count)
    topFive = Double(named.count { $0 <= 5 }) / Double(captions.count)
    chance = 1 / Double(candidates.count)
    retrieval = Estimate(share: found.count { $0 == 1 }, of: found.count)
    if !named.isEmpty { meanRank = named.map(Double.init).mean }
    if !found.isEmpty {
      retrievalTopFive = Double(found.count { $0 <= 5 }) / Double(found.count)
      retrievalMeanRank = found.map(Double.init).mean
    }
    count = captions.count
    labelCount = candidates.count
    self.passes = passes
  }
}
