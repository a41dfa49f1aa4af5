import OctavoEngine
import OctavoRunner

/// A trained model by whose features images can be compared: a classifier, or a model that compares
/// images with captions.
enum ImageFeatures: InputValue {
  case classifier(ImageClassifierModel)
  case clip(ImageTextModel)

  struct Outline: Sendable {
    var encoder: ImageEncoder.Configuration
    /// The dimension of the features.
    var dimensions: Int
  }

  static let inputName = "\(ImageClassifierModel.inputName) or \(ImageTextModel.inputName)"

  static func find(_ name: String?, in offer: StepOffer) -> Binding<ImageFeatures>? {
    ImageClassifierModel.find(name, in: offer).map {
      $0.mapped(
        { Outline(encoder: $0.image, dimensions: $0.image.width) }, ImageFeatures.classifier)
    }
      ?? ImageTextModel.find(name, in: offer).map {
        $0.mapped({ Outline(encoder: $0.image, dimensions: $0.features) }, ImageFeatures.clip)
      }
  }

  /// The perceptual distance by the states after each block of the image encoder.
  var distance: PerceptualDistance {
    switch self {
    case .classifier(let classifier):
      PerceptualDistance(classifier.model.configuration, classifier.model.encoder)
    case .clip(let clip):
      PerceptualDistance(clip.model.configuration.image, clip.model.imageEncoder)
    }
  }

  private var format: ImageFormat {
    switch self {
    case .classifier(let classifier): classifier.model.configuration.format
    case .clip(let clip): clip.model.configuration.image.format
    }
  }

  /// The features of the images: (N, C).
  ///
  /// - Throws: where the images are not of the model's format, or a feature is not finite.
  func callAsFunction(_ images: ImageSet, in context: StepContext) throws -> Tensor {
    try format.require(images)
    let features = try context.inBatches(of: 256, Array(0..<images.count), unit: "images") {
      let batch = images[$0].tensor
      switch self {
      case .classifier(let classifier): return [classifier.model.features(batch)]
      case .clip(let clip): return [clip.model.features(ofImages: batch)]
      }
    }
    let all = Tensor(joiningBatches: features)
    guard all.values.allSatisfy(\.isFinite) else {
      throw OperationError(
        "the model's features are not finite",
        remedy: "its training has diverged; train it with a smaller `learning-rate`")
    }
    return all
  }
}

extension Binding {
  /// The same binding as an input of another type.
  fileprivate func mapped<Other: InputValue>(
    _ outline: (Value.Outline) -> Other.Outline, _ value: (Value) -> Other
  ) -> Binding<Other> {
    Binding<Other>(
      step: step, output: output, outline: self.outline.map(outline), value: self.value.map(value),
      hash: hash)
  }
}
