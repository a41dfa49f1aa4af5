import OctavoEngine
import OctavoRunner

/// A trained model in whose features images can be compared: a classifier, or a model that compares
/// images with captions.
enum ImageFeatures: InputValue {
  case classifier(ImageClassifierModel)
  case clip(ImageTextModel)

  typealias Outline = ImageEncoder.Configuration

  static let inputName = "\(ImageClassifierModel.inputName) or \(ImageTextModel.inputName)"

  static func find(_ name: String?, in offer: StepOffer) -> Binding<ImageFeatures>? {
    ImageClassifierModel.find(name, in: offer).map { $0.mapped(\.image, ImageFeatures.classifier) }
      ?? ImageTextModel.find(name, in: offer).map { $0.mapped(\.image, ImageFeatures.clip) }
  }

  /// Between images, by its image encoder.
  var distance: PerceptualDistance {
    switch self {
    case .classifier(let classifier):
      PerceptualDistance(classifier.model.configuration, classifier.model.encoder)
    case .clip(let clip):
      PerceptualDistance(clip.model.configuration.image, clip.model.imageEncoder)
    }
  }
}

extension Binding {
  fileprivate func mapped<Other: InputValue>(
    _ outline: (Value.Outline) -> Other.Outline, _ value: (Value) -> Other
  ) -> Binding<Other> {
    Binding<Other>(
      step: step, output: output, outline: self.outline.map(outline), value: self.value.map(value),
      hash: hash)
  }
}
