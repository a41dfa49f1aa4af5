import OctavoEngine
import OctavoRunner

/// Which of a step's images are meant.
enum ImagePart: String, OptionChoice {
  case training
  case heldBack = "held-back"
  case all

  /// How many images these are, as far as that is known.
  func count(of outline: Images.Outline) -> Int? {
    switch self {
    case .training: outline.count
    case .heldBack: outline.heldBack
    case .all: outline.count.flatMap { count in outline.heldBack.map { count + $0 } }
    }
  }

  func of(_ images: Images) -> ImageSet {
    switch self {
    case .training: images.training
    case .heldBack: images.validation
    case .all: images.all
    }
  }
}
