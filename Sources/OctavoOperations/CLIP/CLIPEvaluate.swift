import OctavoEngine
import OctavoResults
import OctavoRunner

/// `clip.evaluate`: a model that compares images with captions names images, and finds them.
struct CLIPEvaluate: Operation {
  static let manual = Manual(
    "clip.evaluate", "Names images by the nearest caption, and finds them by their captions.",
    discussion: """
      An image is assigned the one of `labels` whose feature is nearest to its own (zero-shot \
      classification, Radford et al. 2021). The model need not have been trained on images of these \
      labels, but must know their words. Without `labels`, the candidates are the captions of the \
      evaluated images. Images whose caption is not among the labels count as wrong, and a warning \
      says how many there are. `retrieval` is the other direction: the share of captions for which \
      the nearest of all images has that caption. Each distinct caption counts once, and all images \
      with that caption are correct.
      """,
    example: """
      run: clip.evaluate
      model: clip
      images: shapes
      part: validation
      """)
  struct Outputs: OutputGroup {
    @Output(
      "One row per image: its caption, the label assigned to it, and the cosine of both.",
      columns: ["caption", "label", "cosine", "agrees"],
      types: ["caption": .text, "label": .text, "agrees": .boolean]) var names: Table
    var found = RetrievalOutputs()

    var shown: [any DeclaredOutput] { found.shown }
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
    CaptionVocabulary.check(labels, at: $labels, for: $model.outline?.words, &problems)
    if labels.isEmpty {
      CaptionVocabulary.check(
        $images.outline, at: $images.field, for: $model.outline?.words, &problems)
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
    let cosines = Variable(Tensor(joiningBatches: features))
      .linear(tiedTo: Variable(model.model.features(ofCaptions: tokens))).value
    return outputs(
      try PairScores(cosines.values.map(Double.init), captions: candidates.count), set.captions,
      candidates)
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
    _ cosines: PairScores, _ captions: [String], _ candidates: [String]
  ) -> Outputs {
    let best = captions.indices.map { cosines.bestCaptions(ofImage: $0, count: 1)[0] }
    let given = best.map { candidates[$0] }
    var outputs = Outputs()
    outputs.found = RetrievalOutputs(
      cosines, captions: captions, candidates: candidates,
      passes: captions.count + candidates.count)
    outputs.names = Table([
      .init("caption", texts: captions), .init("label", texts: given),
      .init("cosine", numbers: best.enumerated().map { cosines[image: $0, caption: $1] }),
      .init("agrees", zip(given, captions).map { .boolean($0 == $1) }),
    ])
    return outputs
  }
}
