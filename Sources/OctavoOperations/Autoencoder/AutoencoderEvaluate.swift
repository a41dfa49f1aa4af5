import OctavoEngine
import OctavoResults
import OctavoRunner

/// `autoencoder.evaluate`: how similar reconstructions are to their images.
struct AutoencoderEvaluate: Operation {
  static let manual = Manual(
    "autoencoder.evaluate", "Measures how well an autoencoder reconstructs images.",
    discussion: """
      Each image is encoded as the mean of its latents and decoded. `sharpness` is the sum of the \
      squared differences of neighboring pixels in the reconstructions, divided by that in the \
      images: below 1 the reconstructions are blurred, above 1 they have edges that the images \
      do not have. With `perceptual`, reconstructions and images are also compared in the \
      features of a network (Zhang et al. 2018), as in `autoencoder.train`. Give a network that \
      the autoencoder was not trained with, whose features it has not been optimized for.
      """,
    example: """
      run: autoencoder.evaluate
      autoencoder: autoencoder
      images: shapes
      perceptual: clip
      """)
  struct Outputs: OutputGroup {
    @Output("The mean squared error of a pixel, images being between −1 and 1.")
    var reconstructionError: Estimate
    @Output("The peak signal-to-noise ratio, in decibels.") var peakSignalToNoise: Double
    @Output("The mean perceptual distance of the reconstructions from the images.")
    var perceptualDistance: Estimate?
    @Output("The strength of edges, relative to the images, unless these have no edges.")
    var sharpness: Double?
    @Output("The number of reconstructed images.") var count: Int
    @Output("The reconstructions.") var rebuilt: Images
    @Output("Images and their reconstructions.") var reconstructions: Figure
    @Output(
      "One row per image; `distance` is the perceptual distance.",
      columns: ["caption", "squared-error", "distance"], types: ["caption": .text])
    var errors: Table

    var shown: [any DeclaredOutput] {
      [$reconstructions, $peakSignalToNoise, $perceptualDistance, $sharpness]
    }
  }

  @Input("The autoencoder.") var autoencoder: ImageAutoencoder
  @Input("The images.") var images: Images
  @Input("A network in whose features reconstructions are compared with images.")
  var perceptual: ImageFeatures?
  @Option("Which split of the images.") var part = ImagePart.validation
  @Option("Reconstructs at most this many images, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    part.check($images.outline, at: $part, &problems)
    ImageFormat.check(
      $images.outline?.format, for: $perceptual.outline?.encoder.format, at: $images.field,
      &problems)
    guard let images = $images.outline, let configuration = $autoencoder.outline?.configuration
    else { return }
    problems.require(images.channels, channelsOf: configuration, at: $autoencoder.field)
    problems.require(
      images.height, images.width, multiplesOf: configuration.factor, at: $images.field)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if !$perceptual.isGiven { outputs.leaveOut(\.$perceptualDistance) }
    guard var rebuilt = $images.outline else { return }
    rebuilt.count = part.count(of: rebuilt).map { min($0, limit ?? $0) }
    rebuilt.validationCount = 0
    outputs[\.$rebuilt] = rebuilt
  }

  func run(in context: StepContext) throws -> Outputs {
    let set = try part.some(of: images, limit: limit)
    let distance = perceptual?.distance
    try distance?.configuration.format.require(set)
    let model = autoencoder.model
    let measured = try context.inBatches(of: 64, Array(0..<set.count), unit: "images") { batch in
      let images = set[batch].tensor
      let rebuilt = model.decoded(model.encoded(images))
      return [
        (
          rebuilt: rebuilt, errors: rebuilt.squaredErrors(from: images),
          distances: distance?.distances(rebuilt, to: images),
          edges: (rebuilt.edges, images.edges)
        )
      ]
    }
    let rebuilt = ImageSet(
      Tensor(joiningBatches: measured.map(\.rebuilt)), captions: set.captions)
    let errors = measured.flatMap(\.errors)
    let distances = distance.map { _ in measured.flatMap { $0.distances ?? [] } }
    var outputs = Outputs()
    outputs.reconstructionError = Estimate(meanOf: errors)
    outputs.peakSignalToNoise = OctavoOperations.peakSignalToNoise(errors.mean)
    outputs.perceptualDistance = distances.map { Estimate(meanOf: $0) }
    let edges = measured.reduce((0, 0)) { ($0.0 + $1.edges.0, $0.1 + $1.edges.1) }
    if edges.1 > 0 { outputs.sharpness = edges.0 / edges.1 }
    outputs.count = set.count
    outputs.rebuilt = Images(training: rebuilt, validation: rebuilt[[]])
    outputs.reconstructions = Figure(
      .imageGrid(try ImageGrid(rebuilding: set, rebuilt)),
      caption: "Images and their reconstructions.")
    outputs.errors = Table([
      .init("caption", texts: set.captions), .init("squared-error", numbers: errors),
      .init("distance", distances?.map(Value.number) ?? errors.map { _ in nil }),
    ])
    return outputs
  }
}

extension Problems {
  /// Reports images with other channels than those that an autoencoder was trained on.
  ///
  /// - Returns: whether the channels are the same.
  @discardableResult
  mutating func require(
    _ channels: Int, channelsOf autoencoder: Autoencoder.Configuration, at option: FieldReference?
  ) -> Bool {
    guard autoencoder.channels != channels else { return true }
    report(
      at: option,
      "the autoencoder has learned images of \(autoencoder.channels) channels, and these have "
        + "\(channels)", remedy: "train an autoencoder on these images")
    return false
  }
}

extension Tensor {
  /// The mean squared difference of each image (N, H, W, channels) from the image of the same index.
  fileprivate func squaredErrors(from other: Tensor) -> [Double] {
    (0..<shape[0]).map { row in
      Double(Variable(batchRow(row)).meanSquaredError(other.batchRow(row)).value.scalar)
    }
  }

  /// The sum of squared differences of neighboring pixels, of images (N, H, W, channels).
  fileprivate var edges: Double {
    let (height, width, channels) = (shape[1], shape[2], shape[3])
    let row = width * channels
    return withUnsafeBuffer { numbers in
      numbers.indices.reduce(0.0) { sum, index in
        func square(_ other: Int) -> Double {
          let difference = Double(numbers[other] - numbers[index])
          return difference * difference
        }
        let right = index % row + channels < row ? square(index + channels) : 0
        let below = index / row % height + 1 < height ? square(index + row) : 0
        return sum + right + below
      }
    }
  }
}
