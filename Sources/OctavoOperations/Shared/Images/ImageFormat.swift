import OctavoEngine
import OctavoRunner

/// What images must have in common for one model to read them.
struct ImageFormat: Hashable, CustomStringConvertible {
  var height, width, channels: Int

  var description: String {
    "\(width) × \(height) in " + (channels == 1 ? "grey" : "color")
  }

  /// Why a model of another format cannot read these images; nil where it can.
  private func problem(for model: ImageFormat) -> String? {
    self == model ? nil : "the images are \(self), and the model's are \(model)"
  }

  private static let remedy = "give images like those that the model was trained on"

  /// Reports images that a model cannot read, as far as both are known.
  static func check(
    _ images: ImageFormat?, for model: ImageFormat?, at option: FieldReference?,
    _ problems: inout Problems
  ) {
    guard let images, let model, let problem = images.problem(for: model) else { return }
    problems.report(at: option, problem, remedy: remedy)
  }

  /// - Throws: where a model of this format cannot read the images.
  func require(_ images: ImageSet) throws {
    if let problem = images.format.problem(for: self) {
      throw OperationError(problem, remedy: Self.remedy)
    }
  }
}

extension ImageSet {
  var format: ImageFormat { ImageFormat(height: height, width: width, channels: channels) }
}

extension Images.Outline {
  var format: ImageFormat { ImageFormat(height: height, width: width, channels: channels) }
}

extension ImageEncoder.Configuration {
  var format: ImageFormat {
    ImageFormat(height: imageHeight, width: imageWidth, channels: channels)
  }
}

extension ImageDiffusion.Outline {
  var format: ImageFormat { ImageFormat(height: height, width: width, channels: channels) }
}

extension ImageDiffusion {
  /// Of the images that it makes.
  var format: ImageFormat {
    let (made, factor) = (model.configuration, autoencoder?.configuration.factor ?? 1)
    return ImageFormat(
      height: made.height * factor, width: made.width * factor,
      channels: autoencoder?.configuration.channels ?? made.network.channels)
  }
}
