import OctavoEngine
import OctavoRunner

/// Images that sampling begins with in place of noise alone.
extension DiffusionSample {
  func checkStart(_ problems: inout Problems) {
    guard $start.isGiven else {
      for (option, isGiven) in [($strength, strength != nil), ($redraw, redraw != nil)]
      where isGiven {
        problems.report(
          at: option, "there are no images to begin with", remedy: "give them as `start`")
      }
      return
    }
    if $captions.isGiven {
      problems.report(
        at: $start.field, "both `captions` and `start` are given",
        remedy: "give `prompt`, or leave both out to use the captions of `start`")
    }
    ImageFormat.check(
      $start.outline?.format, for: $model.outline?.format, at: $start.field, &problems)
  }

  /// What is drawn: the prompt, and the place of the image that it begins with.
  func wanted() throws -> [(prompt: String, image: Int?)] {
    var wanted: [(prompt: String, image: Int?)]
    if let set = start?.prompted {
      guard set.count > 0 else {
        throw OperationError("there are no images to begin with")
      }
      try model.format.require(set)
      wanted = (0..<min(set.count, limit ?? .max)).flatMap { image in
        (prompt.isEmpty ? [set.captions[image]] : prompt).map { (prompt: $0, image: image) }
      }
    } else {
      let bank = captions.map { Array($0.prompts.prefix(limit ?? .max)) } ?? prompt
      wanted = (bank.isEmpty ? [""] : bank).map { (prompt: $0, image: nil) }
    }
    return wanted.flatMap { Array(repeating: $0, count: count) }
  }

  var startStrength: Double { strength ?? (redraw == nil ? 0.6 : 1) }

  func stepsTaken(of settings: DiffusionSampling) -> Int {
    start == nil ? settings.steps : SamplingStart.steps(of: settings.steps, strength: startStrength)
  }

  /// What a batch begins with.
  func start(_ images: ImageSet?, _ rows: Range<Int>) -> SamplingStart? {
    guard let images else { return nil }
    let denoised = model.denoisable(images[rows])
    let keeps = redraw?.outside(height: images.height, width: images.width)
      .squares(side: images.width / denoised.shape[2], width: images.width)
    return SamplingStart(images: denoised, strength: startStrength, keeps: keeps)
  }
}
