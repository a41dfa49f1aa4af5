import OctavoEngine
import OctavoResults
import OctavoRunner

/// `classifier.evaluate`: how often a classifier tells the class of an image.
struct ClassifierEvaluate: Operation {
  static let manual = Manual(
    "classifier.evaluate", "Tells the classes of images, and how often that is their caption.",
    discussion: """
      Images whose caption is no class of the classifier count as wrong, and a warning says how many \
      there are. `confusion` counts how often each class is told where each is right.
      """,
    example: """
      run: classifier.evaluate
      classifier: classifier
      images: shapes
      part: validation
      """)
  struct Outputs: OutputGroup {
    @Output("The share of images whose class is told.", isShare: true) var accuracy: Estimate
    @Output("The mean negative log-probability of the true class, in nats.") var loss: Double?
    @Output("How many images were read.") var count: Int
    @Output(
      "One row per image: its caption, the class that it is given, and the probability of that.",
      columns: ["caption", "label", "probability", "agrees"],
      types: ["caption": .text, "label": .text, "agrees": .boolean]) var names: Table
    @Output(
      "One row for each caption and each class that its images are given.",
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
    let told = ToldClasses(scores, of: model.classes, for: set.captions)
    told.warnOfUnknown(in: context)
    let places = Dictionary(uniqueKeysWithValues: zip(model.classes, 0...))
    let own = set.captions.map { places[$0] }
    func logProbability(_ row: Int, _ column: Int) -> Double {
      Double(scores[row * model.classes.count + column])
    }
    let known = own.enumerated().compactMap { row, place in place.map { logProbability(row, $0) } }
    var outputs = Outputs()
    outputs.accuracy = told.agreement
    outputs.loss = known.isEmpty ? nil : -known.mean
    outputs.count = set.count
    outputs.names = Table([
      .init("caption", texts: set.captions), .init("label", texts: told.given),
      .init(
        "probability",
        numbers: best.enumerated().map { Double.exp(logProbability($0.offset, $0.element)) }),
      .init("agrees", zip(told.given, set.captions).map { .boolean($0 == $1) }),
    ])
    outputs.confusion = confusion(set.captions, told.given)
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
