import OctavoEngine
import OctavoResults
import OctavoRunner

/// `clip.evaluate`: a model that compares images with captions names images, and finds them.
struct CLIPEvaluate: Operation {
  static let manual = Manual(
    "clip.evaluate", "Names images by the nearest caption, and finds them by their captions.",
    discussion: """
      Of `labels`, an image is given the one whose feature is nearest to its own (zero-shot \
      classification, Radford et al. 2021); no image of these labels needs to have been learned from, \
      if only their words were. Without `labels` the captions of the evaluated images are chosen from. \
      Images whose caption is none of the labels count as wrong, and a warning says how many there \
      are. `retrieval` is the other direction: the share of captions for which the nearest of all images \
      has that caption. Captions count once, and images of equal captions are equally right.
      """,
    example: """
      run: clip.evaluate
      model: clip
      images: shapes
      part: validation
      """)
  struct Outputs: OutputGroup {
    @Output("The share of images that are given their own caption.", isShare: true)
    var accuracy: Estimate
    @Output("The share whose own caption is among the nearest five.", isShare: true)
    var topFive: Double
    @Output("What naming at random would come to.", isShare: true) var chance: Double
    @Output("The share of captions whose nearest image is theirs.", isShare: true)
    var retrieval: Estimate
    @Output("How many images were named.") var count: Int
    @Output("How many labels there were to choose from.") var labelCount: Int
    @Output(
      "One row per image: its caption, the label that it is given, and the cosine of both.",
      columns: ["caption", "label", "cosine", "agrees"],
      types: ["caption": .text, "label": .text, "agrees": .boolean]) var names: Table

    var shown: [any DeclaredOutput] { [$accuracy, $topFive, $chance, $retrieval] }
  }

  @Input("The model.") var model: ImageTextModel
  @Input("The images.") var images: Images
  @Option("Which split of the images.") var part = ImagePart.validation
  @Option("What to choose from; without it, the captions of these images.") var labels: [String] =
    []
  @Option("Evaluates at most this many images, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    if Set(labels).count < labels.count {
      problems.report(at: $labels, "a label is named twice")
    }
    part.check($images.outline, at: $part, &problems)
    ImageFormat.check(
      $images.outline?.format, for: $model.outline?.image.format, at: $images.field, &problems)
    guard let model = $model.outline, let words = model.words else { return }
    let vocabulary = CaptionVocabulary(words: words)
    for label in labels {
      if let unknown = vocabulary.unknownWord(in: label) {
        problems.report(at: $labels, unknown.problem, remedy: unknown.remedy)
      }
    }
    let wanted = labels.isEmpty ? $images.outline?.words?.sorted() ?? [] : []
    if let word = wanted.first(where: { !words.contains($0) }),
      let unknown = vocabulary.unknownWord(in: word)
    {
      problems.report(at: $images.field, unknown.problem, remedy: unknown.remedy)
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let set = try part.some(of: images, limit: limit)
    try model.model.configuration.image.format.require(set)
    let candidates = labels.isEmpty ? Set(set.captions).sorted() : labels
    let tokens = try model.model.text.vocabulary.encode(
      candidates, length: model.captionLength, called: labels.isEmpty ? "caption" : "label")
    warnOfUnlisted(set.captions, candidates, in: context)
    let features = try context.inBatches(of: 256, Array(0..<set.count), unit: "images") { batch in
      [model.model.features(ofImages: set[batch].tensor)]
    }
    let cosines = CosineTable(
      images: Tensor(joiningBatches: features),
      captions: model.model.features(ofCaptions: tokens))
    return outputs(cosines, set.captions, candidates)
  }

  private func warnOfUnlisted(
    _ captions: [String], _ candidates: [String], in context: StepContext
  ) {
    let listed = Set(candidates)
    let count = captions.count { !listed.contains($0) }
    guard count > 0 else { return }
    context.warn(
      .ordinary,
      "\(count) of \(captions.count) images \(count == 1 ? "has" : "have") a caption that is none of "
        + "the labels, and \(count == 1 ? "counts" : "count") as wrong.")
  }

  private func outputs(
    _ cosines: CosineTable, _ captions: [String], _ candidates: [String]
  ) -> Outputs {
    let best = captions.indices.map { cosines.nearestCaptions(toImage: $0, count: 5) }
    let given = best.map { candidates[$0[0]] }
    let shown = Set(captions)
    let sought = candidates.indices.filter { shown.contains(candidates[$0]) }
    let found = sought.count { captions[cosines.nearestImage(toCaption: $0)] == candidates[$0] }
    var outputs = Outputs()
    outputs.accuracy = Estimate(
      share: zip(given, captions).count { $0 == $1 }, of: captions.count)
    outputs.topFive =
      Double(
        zip(best, captions).count { best, caption in best.contains { candidates[$0] == caption } })
      / Double(captions.count)
    outputs.chance = 1 / Double(candidates.count)
    outputs.retrieval = Estimate(share: found, of: sought.count)
    outputs.count = captions.count
    outputs.labelCount = candidates.count
    outputs.names = Table([
      .init("caption", texts: captions), .init("label", texts: given),
      .init("cosine", numbers: best.enumerated().map { cosines[image: $0, caption: $1[0]] }),
      .init("agrees", zip(given, captions).map { .boolean($0 == $1) }),
    ])
    return outputs
  }
}

/// The cosines of all images with all captions.
private struct CosineTable {
  /// (images, captions)
  private let cosines: [Float]
  private let columns: Int

  init(images: Tensor, captions: Tensor) {
    cosines = Variable(images).linear(tiedTo: Variable(captions)).value.values
    columns = captions.shape[0]
  }

  subscript(image image: Int, caption caption: Int) -> Double {
    Double(cosines[image * columns + caption])
  }

  /// The nearest first; of equal ones the first of the list.
  func nearestCaptions(toImage image: Int, count: Int) -> [Int] {
    let row = cosines[image * columns..<(image + 1) * columns]
    return Array(
      (0..<columns).sorted {
        let (a, b) = (row[row.startIndex + $0], row[row.startIndex + $1])
        return a == b ? $0 < $1 : a > b
      }.prefix(count))
  }

  func nearestImage(toCaption caption: Int) -> Int {
    stride(from: caption, to: cosines.count, by: columns).reduce(caption) {
      cosines[$1] > cosines[$0] ? $1 : $0
    } / columns
  }
}
