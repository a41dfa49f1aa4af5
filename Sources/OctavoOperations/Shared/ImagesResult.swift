import OctavoResults
import OctavoRunner

/// What every operation offers that draws or reads images.
let imagesOutputs: [Output] = [
  .artifact("images", Images.self, "The images with their captions."),
  .value("count", .integer, "How many images there are to learn from."),
  .value("held-back", .integer, "How many are held back."),
  .value("distinct-captions", .integer, "How many different captions they have."),
  .figure("examples", "The first dozen images."),
]

extension StepResult {
  /// Images with what describes them.
  init(images: Images) throws {
    self.init()
    artifacts["images"] = images
    values = [
      "count": .integer(images.training.count),
      "held-back": .integer(images.validation.count),
      "distinct-captions": .integer(
        Set(images.training.captions + images.validation.captions).subtracting([""]).count),
    ]
    figures["examples"] = Figure(
      .images(try images.training.tiles(0..<min(12, images.training.count))),
      caption: "The first images with their captions.")
    shown = ["examples", "count", "held-back", "distinct-captions"]
  }
}
