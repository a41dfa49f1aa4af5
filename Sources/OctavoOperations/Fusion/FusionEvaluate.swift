import OctavoEngine
import OctavoResults
import OctavoRunner

/// `fusion.evaluate`: how well a model that reads images and captions together retrieves each by the
/// other, and predicts masked words.
struct FusionEvaluate: Operation {
  static let manual = Manual(
    "fusion.evaluate",
    "Retrieves captions and images by a model that reads both together; predicts masked words.",
    discussion: """
      The model reads every image with every caption, and the pairs are ranked by the probability \
      that they match. So N images and M captions take N × M passes, where `clip.evaluate` takes \
      N + M. Each distinct caption counts once, and all images with that caption are correct. Then \
      each word of each image's caption is masked in turn and predicted from the other words and \
      the image; as a control, the same is done with the next image that has another caption. \
      Words that follow from the rest of the caption are predicted with any image, so `words` has \
      the shares for each word.
      """,
    example: """
      run: fusion.evaluate
      model: fused
      images: shapes
      limit: 100
      """)
  struct Outputs: OutputGroup {
    var found = RetrievalOutputs()
    @Output("The share of masked words that are predicted from their own image.", isShare: true)
    var wordAccuracy: Estimate?
    @Output("The share that are predicted from an image with another caption.", isShare: true)
    var otherImageWordAccuracy: Estimate?
    @Output(
      "One row per image: its caption, the one assigned to it, and the logarithm of the odds that "
        + "the image and the assigned caption match.",
      columns: ["caption", "label", "odds", "agrees"],
      types: ["caption": .text, "label": .text, "agrees": .boolean]) var names: Table
    @Output(
      "One row per word: how often it was masked, and the shares predicted from its own image and "
        + "from one with another caption.",
      columns: ["word", "count", "accuracy", "other-image"], types: ["word": .text]) var words:
      Table

    var shown: [any DeclaredOutput] { found.shown + [$wordAccuracy, $otherImageWordAccuracy] }
  }

  @Input("The model.") var model: FusedImageTextModel
  @Input("The images.") var images: Images
  @Option("Which split of the images.") var part = ImagePart.validation
  @Option("Evaluates at most this many images, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    part.check($images.outline, at: $part, &problems)
    ImageFormat.check(
      $images.outline?.format, for: $model.outline?.image.format, at: $images.field, &problems)
    CaptionVocabulary.check(
      $images.outline, at: $images.field, for: $model.outline?.words, &problems)
  }

  var costs: [(String, String)] {
    guard let count = $images.outline.flatMap({ part.count(of: $0) }) else { return [] }
    let read = min(count, limit ?? count)
    return [("pairs", "at most \((read * read).forReading)")]
  }

  func run(in context: StepContext) throws -> Outputs {
    let set = try part.some(of: images, limit: limit)
    let (model, captions) = (model.model, set.captions)
    try model.configuration.shape.format.require(set)
    let candidates = Set(captions).sorted()
    let tokens = try model.vocabulary.encode(
      candidates, length: model.configuration.captionLength)
    let images = set.tensor
    let odds = try context.inBatches(of: 4, Array(captions.indices), unit: "images") { batch in
      model.matching(
        tokens, images,
        pairs: batch.flatMap { image in tokens.indices.map { (caption: $0, image: image) } })
    }
    let scores = try PairScores(odds, captions: candidates.count)
    let best = captions.indices.map { scores.bestCaptions(ofImage: $0, count: 1)[0] }
    let given = best.map { candidates[$0] }
    var outputs = Outputs()
    outputs.found = RetrievalOutputs(
      scores, captions: captions, candidates: candidates, passes: odds.count)
    outputs.names = Table([
      .init("caption", texts: captions), .init("label", texts: given),
      .init("odds", numbers: best.enumerated().map { scores[image: $0, caption: $1] }),
      .init("agrees", zip(given, captions).map { .boolean($0 == $1) }),
    ])
    let words = try WordPredictions(of: model, set, in: context)
    outputs.wordAccuracy = words.accuracy
    outputs.otherImageWordAccuracy = words.otherImageAccuracy
    outputs.words = words.table
    return outputs
  }
}
