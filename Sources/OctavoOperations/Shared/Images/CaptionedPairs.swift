import OctavoEngine
import OctavoRunner

/// What operations share that train on pairs of an image and its caption.
extension Images {
  /// Of the training split, then of the validation split.
  var captions: [String] { training.captions + validation.captions }

  static let noCaptions = OperationError(
    "the images have no captions", remedy: "give images with captions")

  /// The number of words of the longest caption.
  ///
  /// - Throws: where no image has a caption.
  func longestCaption() throws -> Int {
    let length = captions.map { CaptionVocabulary.words(of: $0).count }.max() ?? 0
    guard length > 0 else { throw Self.noCaptions }
    return length
  }

  /// Both splits with their captions as tokens.
  func pairs(encodedBy vocabulary: CaptionVocabulary) throws -> TrainingExamples<CaptionedImages> {
    func pairs(_ set: ImageSet) throws -> CaptionedImages {
      CaptionedImages(images: set.tensor, captions: try vocabulary.encode(set.captions))
    }
    return TrainingExamples(training: try pairs(training), validation: try pairs(validation))
  }
}

extension Problems {
  /// Reports images that are known to have no captions.
  mutating func requireCaptions(_ images: Images.Outline, at field: FieldReference?) {
    if images.captionLength == 0 { report(at: field) { throw Images.noCaptions } }
  }
}
