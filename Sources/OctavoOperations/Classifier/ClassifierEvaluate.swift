import OctavoEngine
import OctavoResults
import OctavoRunner

/// `classifier.evaluate`: how often a classifier predicts the class of an image correctly.
struct ClassifierEvaluate: Operation {
  static let manual = Manual(
    "classifier.evaluate",
    "Classifies images, and measures how often the predicted class is their caption.",
    discussion: """
      Images whose caption is no class of the classifier count as wrong, and a warning says how many \
      there are. `confusion` counts how often each class is predicted for each caption.
      """,
    example: """
      run: classifier.evaluate
      classifier: classifier
      images: shapes
      part: validation
      """)
  struct Outputs: OutputGroup {
    @Output("The share of images whose class is predicted correctly.", isShare: true)
    var accuracy: Estimate
    @Output("The mean negative log-probability of the true class, in nats.") var loss: Double?
    @Output("How many images were read.") var count: Int
    @Output(
      "One row per image: its caption, the class assigned to it, and the probability of that class.",
      columns: ["caption", "label", "probability", "agrees"],
      types: ["caption": .text, "label": .text, "agrees": .boolean]) var names: Table
    @Output(
      "One row for each caption and each class assigned to its images.",
      columns: ["caption", "label", "count"], types: ["caption": .text, "label": .text])
    var confusion: Table

    var shown: [any DeclaredOutput] { [$accuracy, $loss] }
  }

  @Input("The classifier.") var classifier: ImageClassifierModel
  @Input("The images.") var images: Images
  @Option("Which split of the images.") var part = ImagePart.validation
  @Option("Reads at most this many images, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    part.check($images.outline, at: $part, &problems)
    ImageFormat.check(
      $images.outline?.format, for: $classifier.outline?.image.format, at: $images.field, &problems)
  }

  func run(in context: StepContext) throws -> Outputs {
    let model = classifier.model
    let set = try part.some(of: images, limit: limit)
    try model.configuration.format.require(set)
    let scores = Tensor(
      joiningBatches: try context.inBatches(of: 256, Array(0..<set.count), unit: "images") {
        [model.logProbabilities(set[$0].tensor)]
      })
    let best = scores.indicesOfLargest()
    let predicted = PredictedClasses(scores, of: model.classes, for: set.captions)
    predicted.warnOfUnknown(in: context)
    let places = Dictionary(uniqueKeysWithValues: zip(model.classes, 0...))
    let own = set.captions.map { places[$0] }
    func logProbability(_ row: Int, _ column: Int) -> Double {
      Double(scores[row * model.classes.count + column])
    }
    let known = own.enumerated().compactMap { row, place in place.map { logProbability(row, $0) } }
    var outputs = Outputs()
    outputs.accuracy = predicted.agreement
    outputs.loss = known.isEmpty ? nil : -known.mean
    outputs.count = set.count
    outputs.names = Table([
      .init("caption", texts: set.captions), .init("label", texts: predicted.assigned),
      .init(
        "probability",
        numbers: best.enumerated().map { Double.exp(logProbability($0.offset, $0.element)) }),
      .init("agrees", zip(predicted.assigned, set.captions).map { .boolean($0 == $1) }),
    ])
    outputs.confusion = confusion(set.captions, predicted.assigned)
    return outputs
  }

  private func confusion(_ captions: [String], _ given: [String]) -> Table {
    struct Cell: Hashable { let caption, label: String }
    let counts = Dictionary(
      zip(captions, given).map { (Cell(caption: $0, label: $1), 1) }, uniquingKeysWith: +)
    let cells = counts.sorted {
      ($0.key.caption, $0.key.label) < ($1.key.caption, $1.key.label)
    }
    return Table([
      .init("caption", texts: cells.map(\.key.caption)),
      .init("label", texts: cells.map(\.key.label)),
      .init("count", integers: cells.map(\.value)),
    ])
  }
}
