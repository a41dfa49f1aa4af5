import OctavoEngine
import OctavoRunner

/// The shape of a vision transformer.
struct ImageEncoderOptions: OptionGroup {
  @Option("The side in pixels of the patches that an image is cut into.", .within(1...256))
  var patch = 4
  @Option var width: Int
  @Option var layers: Int
  @Option var heads: Int

  init() { self.init(width: "The width of the image's residual stream.") }

  /// - Parameters: the help of each option.
  init(
    width: String, layers: String = "Blocks of the image's transformer.",
    heads: String = "Heads of the image's transformer."
  ) {
    _width = Option(wrappedValue: 64, width, .within(1...16_384))
    _layers = Option(wrappedValue: 3, layers, .within(1...100))
    _heads = Option(wrappedValue: 4, heads, .within(1...256))
  }

  func check(_ problems: inout Problems) {
    problems.require(width, divisibleBy: heads, at: $width)
  }

  /// Reports images that cannot be cut into such patches.
  func check(_ images: Images.Outline, _ problems: inout Problems) {
    guard !images.height.isMultiple(of: patch) || !images.width.isMultiple(of: patch) else {
      return
    }
    let sides = (1...max(1, min(images.height, images.width))).filter {
      images.height.isMultiple(of: $0) && images.width.isMultiple(of: $0)
    }
    problems.report(
      at: $patch,
      "images of \(images.height) × \(images.width) cannot be cut into patches of "
        + "\(patch) × \(patch)",
      remedy: "the sides that fit are " + sides.map(String.init).joined(separator: ", "))
  }

  func configuration(
    height: Int, width imageWidth: Int, channels: Int
  ) -> ImageEncoder.Configuration {
    ImageEncoder.Configuration(
      imageHeight: height, imageWidth: imageWidth, channels: channels, patch: patch, width: width,
      layers: layers, heads: heads)
  }
}
