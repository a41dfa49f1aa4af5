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
}
