import OctavoResults
import OctavoRunner

/// What every operation offers that draws or reads images.
struct ImagesOutputs: OutputGroup {
  @Output("The images with their captions.") var images: Images
  @Output("The number of images in the training split.") var count: Int
  @Output("The size of the validation split.") var validationCount: Int
  @Output("How many different captions they have.") var distinctCaptions: Int
  @Output("The first dozen images.") var examples: Figure

  var shown: [any DeclaredOutput] { [$examples, $count, $validationCount, $distinctCaptions] }
}

extension ImagesOutputs {
  init(_ images: Images) throws {
    self.images = images
    count = images.training.count
    validationCount = images.validation.count
    distinctCaptions =
      Set(images.training.captions + images.validation.captions).subtracting([""]).count
    examples = Figure(
      .images(try images.training.tiles(0..<min(12, images.training.count))),
      caption: "The first images with their captions.")
  }
}
