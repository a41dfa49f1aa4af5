import OctavoEngine
import OctavoResults
import OctavoRunner

/// The classes that a classifier assigns to images, and the images' captions.
struct PredictedClasses {
  let captions: [String]
  /// The class assigned to each image.
  let assigned: [String]
  /// The number of images whose caption is not a class.
  private let unknownCount: Int

  /// - Parameter scores: the log-probabilities of the classes, (images, classes).
  init(_ scores: Tensor, of classes: [String], for captions: [String]) {
    let known = Set(classes)
    self.captions = captions
    assigned = scores.indicesOfLargest().map { classes[$0] }
    unknownCount = captions.count { !known.contains($0) }
  }

  /// Whether at least one caption is a class.
  var areComparable: Bool { unknownCount < captions.count }

  /// The share of images that are assigned to the class in their caption.
  var agreement: Estimate {
    Estimate(share: zip(assigned, captions).count { $0 == $1 }, of: captions.count)
  }

  /// Warns of captions that are not classes.
  func warnOfUnknown(in context: StepContext) {
    guard unknownCount > 0 else { return }
    context.warn(
      .ordinary,
      "\(unknownCount) of \(captions.count) images \(unknownCount == 1 ? "has" : "have") a caption "
        + "that is no class of the classifier, and \(unknownCount == 1 ? "counts" : "count") as wrong."
    )
  }
}
