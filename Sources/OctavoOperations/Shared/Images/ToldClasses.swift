import OctavoEngine
import OctavoResults
import OctavoRunner

/// The classes that a classifier assigns to images, beside their captions.
struct ToldClasses {
  let captions: [String]
  /// The class that each image is given.
  let given: [String]
  /// How many images have a caption that is no class.
  private let unknownCount: Int

  /// - Parameter scores: the logarithms of the classes' probabilities, (images, classes).
  init(_ scores: Tensor, of classes: [String], for captions: [String]) {
    let known = Set(classes)
    self.captions = captions
    given = scores.indicesOfLargest().map { classes[$0] }
    unknownCount = captions.count { !known.contains($0) }
  }

  /// Whether any caption is a class.
  var areComparable: Bool { unknownCount < captions.count }

  /// The share of images that are assigned to the class in their caption.
  var agreement: Estimate {
    Estimate(share: zip(given, captions).count { $0 == $1 }, of: captions.count)
  }

  func warnOfUnknown(in context: StepContext) {
    guard unknownCount > 0 else { return }
    context.warn(
      .ordinary,
      "\(unknownCount) of \(captions.count) images \(unknownCount == 1 ? "has" : "have") a caption "
        + "that is no class of the classifier, and \(unknownCount == 1 ? "counts" : "count") as wrong."
    )
  }
}
