import OctavoEngine
import OctavoRunner

/// Which of a step's images are meant.
enum ImagePart: String, OptionChoice {
  case training
  case validation
  case all

  /// How many images these are, as far as that is known.
  func count(of outline: Images.Outline) -> Int? {
    switch self {
    case .training: outline.count
    case .validation: outline.validationCount
    case .all: outline.count.flatMap { count in outline.validationCount.map { count + $0 } }
    }
  }

  func of(_ images: Images) -> ImageSet {
    switch self {
    case .training: images.training
    case .validation: images.validation
    case .all: images.all
    }
  }

  /// The error of an empty part.
  static let nothingThere = OperationError(
    "there are no such images", remedy: "choose another `part`")

  /// Reports a part without images, as far as that is known.
  func check(_ images: Images.Outline?, at option: FieldReference, _ problems: inout Problems) {
    if let images, count(of: images) == 0 {
      problems.report(at: option) { throw Self.nothingThere }
    }
  }

  /// The first of these images, at least one.
  ///
  /// - Throws: where there are none.
  func some(of images: Images, limit: Int? = nil) throws -> ImageSet {
    let set = of(images)
    guard set.count > 0 else { throw Self.nothingThere }
    return limit.map { set[0..<min(set.count, $0)] } ?? set
  }
}
