import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `images.compare`: how far generated images are from real ones.
struct ImagesCompare: Operation {
  static let manual = Manual(
    "images.compare", "Compares generated images with real ones by a model's features.",
    discussion: """
      The two sets of images are compared by the features of a model that was trained for another \
      task: the input of a classifier's last layer, or the feature that CLIP compares with captions.

      `frechet-distance` (Heusel et al. 2017) is the squared Fréchet distance of two normal \
      distributions with the features' means and covariances; with Inception's features it is called \
      FID. It is biased upward, the more so the fewer images there are, so compare only distances \
      of equally many images, and compare them with the distance of real images from other real \
      ones. If a set has no more images than a feature has dimensions, the bias dominates, and a \
      warning says so. `kernel-distance` (KID, Bińkowski et al. 2018) is the squared maximum mean \
      discrepancy under a cubic kernel; it is unbiased for any number of images, so it may be \
      below 0. `precision` is the share of images that lie within the manifold of the reference \
      images (Kynkäänniemi et al. 2019), that is, no farther from some reference image than its \
      `neighbors`-th nearest other reference image: they look real. `recall` is the same with the \
      roles exchanged: the share of real images that the generated ones cover.

      Intervals of shares are Wilson's and take the other set as given. The distances have no \
      intervals: repeat the generation with several seeds. With a classifier, `agreement` is the \
      share of images that it assigns to the class in their caption, and `reference-agreement` the \
      same for the reference images.
      """,
    example: """
      run: images.compare
      images: samples
      reference: digits
      model: judge
      """)
  struct Outputs: OutputGroup {
    @Output("The squared Fréchet distance of the features' normal distributions.")
    var frechetDistance: Double
    @Output("An unbiased estimate of the squared MMD.") var kernelDistance: Double
    @Output("The share of images within the manifold of the reference images.", isShare: true)
    var precision: Estimate
    @Output("The share of reference images within the manifold of the images.", isShare: true)
    var recall: Estimate
    @Output(
      "The share of images that the classifier assigns to the class in their caption; only if `model` "
        + "is a classifier and captions are classes.", isShare: true)
    var agreement: Estimate?
    @Output("The same for the reference images.", isShare: true) var referenceAgreement: Estimate?
    @Output("The number of images compared.") var count: Int
    @Output("The number of reference images.") var referenceCount: Int
    @Output("The dimension of the features.") var dimensions: Int
    @Output(
      "One row per image: its caption, and whether it is within the manifold of the reference images.",
      columns: ["caption", "within"], types: ["caption": .text, "within": .boolean])
    var table: Table

    var shown: [any DeclaredOutput] {
      [$frechetDistance, $kernelDistance, $precision, $recall, $agreement]
    }
  }

  @Input("The images to judge.") var images: Images
  @Input("Real images that the generator of the others was not trained on.")
  var reference: Images
  @Input("The model whose features are compared.") var model: ImageFeatures
  @Option("Which split of the images.") var part = ImagePart.all
  @Option("Which split of the reference images.") var referencePart = ImagePart.all
  @Option("Compares at most this many images, from the first.", .limit) var limit: Int?
  @Option("Compares with at most this many reference images, from the first.", .limit)
  var referenceLimit: Int?
  @Option(
    "k: the ball around an image reaches to its k-th nearest neighbor in its set.",
    .within(1...1000))
  var neighbors = 3

  func check(_ problems: inout Problems) {
    part.check($images.outline, at: $part, &problems)
    referencePart.check($reference.outline, at: $referencePart, &problems)
    let format = $model.outline?.encoder.format
    ImageFormat.check($images.outline?.format, for: format, at: $images.field, &problems)
    ImageFormat.check($reference.outline?.format, for: format, at: $reference.field, &problems)
    if let dimensions = $model.outline?.dimensions {
      problems.report(at: $model.field) { try require(dimensions: dimensions) }
    }
    for (part, outline, limit, name) in [
      (part, $images.outline, limit, "images"),
      (referencePart, $reference.outline, referenceLimit, "reference images"),
    ] {
      guard let known = outline.flatMap(part.count), known > 0 else { continue }
      problems.report(at: $neighbors) {
        try require(min(known, limit ?? .max), called: name)
      }
    }
  }

  /// - Throws: where there are too few images for each to have its k-th nearest neighbor.
  private func require(_ count: Int, called name: String) throws {
    guard count <= neighbors else { return }
    throw OperationError(
      "there are too few \(name), \(count.forReading), for each to have \(neighbors.forReading) "
        + "neighbors",
      remedy: "give more images" + (count > 1 ? ", or a smaller `neighbors`" : ""))
  }

  /// The time that the decomposition of a covariance takes grows with the cube of the dimensions.
  private static let mostDimensions = 512

  private func require(dimensions: Int) throws {
    guard dimensions > Self.mostDimensions else { return }
    throw OperationError(
      "the model's features have \(dimensions.forReading) numbers, and images are compared by at "
        + "most \(Self.mostDimensions)", remedy: "give a model of a smaller `width` or `features`")
  }

  func run(in context: StepContext) throws -> Outputs {
    let set = try part.some(of: images, limit: limit)
    let real = try referencePart.some(of: reference, limit: referenceLimit)
    try require(set.count, called: "images")
    try require(real.count, called: "reference images")
    let features = try model(set, in: context)
    try require(dimensions: features.columns)
    let realFeatures = try model(real, in: context)
    warnOfFew(min(set.count, real.count), dimensions: features.columns, in: context)
    let comparison = FeatureComparison(
      images: FeatureSet(features), reference: FeatureSet(realFeatures), neighbors: neighbors,
      context: context)
    let within = try comparison.precise()
    let reached = try comparison.recalled()
    var outputs = Outputs()
    outputs.frechetDistance = comparison.frechetDistance()
    outputs.kernelDistance = try comparison.kernelDistance()
    outputs.precision = Estimate(share: within.count { $0 }, of: within.count)
    outputs.recall = Estimate(share: reached.count { $0 }, of: reached.count)
    outputs.agreement = agreement(features, set, in: context)
    outputs.referenceAgreement = agreement(realFeatures, real, in: context)
    outputs.count = set.count
    outputs.referenceCount = real.count
    outputs.dimensions = features.columns
    outputs.table = Table([
      .init("caption", texts: set.captions), .init("within", within.map { .boolean($0) }),
    ])
    return outputs
  }

  private func warnOfFew(_ count: Int, dimensions: Int, in context: StepContext) {
    guard count <= dimensions else { return }
    context.warn(
      .grave,
      "There are \(count) images on one side, and a feature has \(dimensions) numbers, so a covariance "
        + "is singular and the Fréchet distance mostly says how few images there are. Compare more "
        + "than \(dimensions), or read the kernel distance.")
  }

  /// The share of images that a classifier assigns to the class in their caption; nil for other
  /// models, and where no caption is a class.
  private func agreement(
    _ features: Tensor, _ set: ImageSet, in context: StepContext
  ) -> Estimate? {
    guard case .classifier(let classifier) = model else { return nil }
    let model = classifier.model
    let predicted = PredictedClasses(
      model.logProbabilities(ofFeatures: features), of: model.classes, for: set.captions)
    guard predicted.areComparable else { return nil }
    predicted.warnOfUnknown(in: context)
    return predicted.agreement
  }
}
