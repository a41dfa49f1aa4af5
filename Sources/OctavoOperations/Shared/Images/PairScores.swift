import OctavoBase
import OctavoResults
import OctavoRunner

/// How well each image and each caption fit, by a number of which more is better.
struct PairScores {
  /// (images, captions)
  private let scores: [Double]
  private let columns: Int

  /// - Parameter scores: image after image.
  init(_ scores: [Double], captions: Int) {
    self.scores = scores
    columns = captions
  }

  subscript(image image: Int, caption caption: Int) -> Double { scores[image * columns + caption] }

  /// The best first; of equal ones the first of the list.
  func bestCaptions(ofImage image: Int, count: Int) -> [Int] {
    let row = scores[image * columns..<(image + 1) * columns]
    return Array(
      (0..<columns).sorted {
        let (a, b) = (row[row.startIndex + $0], row[row.startIndex + $1])
        return a == b ? $0 < $1 : a > b
      }.prefix(count))
  }

  /// From 1; of equal captions the first of the list is the better one.
  func rank(ofCaption caption: Int, forImage image: Int) -> Int {
    let own = self[image: image, caption: caption]
    return 1
      + (0..<columns).count {
        let other = self[image: image, caption: $0]
        return other > own || (other == own && $0 < caption)
      }
  }

  /// From 1, of the best among some images; of equal images the first is the better one.
  ///
  /// - Precondition: there are such images.
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

/// What finding captions for images comes to, and images for captions.
struct RetrievalOutputs: OutputGroup {
  @Output("The share of images that are given their own caption.", isShare: true)
  var accuracy: Estimate
  @Output("The share whose own caption is among the best five.", isShare: true)
  var topFive: Double
  @Output("The mean place of an image's own caption among all, from 1; without those not listed.")
  var meanRank: Double?
  @Output("What naming at random would come to.", isShare: true) var chance: Double
  @Output("The share of captions whose best image is theirs.", isShare: true)
  var retrieval: Estimate
  @Output(
    "The share of captions that have an image of theirs among their best five.", isShare: true)
  var retrievalTopFive: Double?
  @Output("The mean place of a caption's best own image among all images, from 1.")
  var retrievalMeanRank: Double?
  @Output("How many images were named.") var count: Int
  @Output("How many labels there were to choose from.") var labelCount: Int
  @Output("How many images, captions or pairs the model had to read for this.") var passes: Int

  var shown: [any DeclaredOutput] {
    [$accuracy, $topFive, $meanRank, $chance, $retrieval, $retrievalTopFive, $retrievalMeanRank]
  }
}

extension RetrievalOutputs {
  /// - Parameters:
  ///   - captions: of the images.
  ///   - candidates: that are chosen from, each once.
  ///   - passes: that the scores took.
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
