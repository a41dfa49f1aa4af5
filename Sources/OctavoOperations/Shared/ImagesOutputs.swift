import OctavoResults
import OctavoRunner

/// What every operation offers that draws or reads images.
struct ImagesOutputs: OutputGroup {
  @Output("The images with their captions.") var images: Images
  @Output("How many images there are to learn from.") var count: Int
  @Output("How many are held back.") var heldBack: Int
  @Output("How many different captions they have.") var distinctCaptions: Int
  @Output("The first dozen images.") var examples: Figure

  var shown: [any DeclaredOutput] { [$examples, $count, $heldBack, $distinctCaptions] }
}

extension ImagesOutputs {
  init(_ images: Images) throws {
    self.images = images
    count = images.training.count
    heldBack = images.validation.count
    distinctCaptions =
      Set(images.training.captions + images.validation.captions).subtracting([""]).count
    examples = Figure(
      .images(try images.training.tiles(0..<min(12, images.training.count))),
      caption: "The first images with their captions.")
  }
}
