import OctavoEngine
import OctavoRunner

/// What images are compared by: the features of a model that was trained for something else.
enum ImageFeatures {
  case classifier(ImageClassifier)
  case clip(ContrastiveModel)

  /// The decomposition of a covariance takes time with the third power of the dimensions.
  static let mostDimensions = 512

  /// Why features of so many numbers are not compared; nil where they are.
  static func problem(dimensions: Int) -> OperationError? {
    guard dimensions > mostDimensions else { return nil }
    return OperationError(
      "the model's features have \(dimensions.forReading) numbers, and images are compared by at "
        + "most \(mostDimensions)", remedy: "give a model of a smaller `width` or `features`")
  }

  var format: ImageFormat {
    switch self {
    case .classifier(let model): model.configuration.format
    case .clip(let model): model.configuration.image.format
    }
  }

  /// Of each image: (N, C).
  ///
  /// - Throws: where the model cannot read the images, or where a feature is not finite.
  func callAsFunction(_ images: ImageSet, in context: StepContext) throws -> Tensor {
    try format.require(images)
    let features = try context.inBatches(of: 256, Array(0..<images.count), unit: "images") {
      let batch = images[$0].tensor
      switch self {
      case .classifier(let model): return [model.features(batch)]
      case .clip(let model): return [model.features(ofImages: batch)]
      }
    }
    let all = Tensor(joiningBatches: features)
    if let problem = Self.problem(dimensions: all.columns) { throw problem }
    guard all.values.allSatisfy(\.isFinite) else {
      throw OperationError(
        "the model's features hold numbers that are not finite",
        remedy: "its training has diverged; train it with a smaller `learning-rate`")
    }
    return all
  }
}
