import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `autoencoder.train`: a model learns to make images small and large again.
struct AutoencoderTrain: Operation {
  static let manual = Manual(
    "autoencoder.train", "Trains an autoencoder whose latents a diffusion model can work on.",
    discussion: """
      A convolutional variational autoencoder (Kingma and Welling 2014; Rombach et al. 2022). The loss \
      is the mean squared error of a pixel, images being between −1 and 1, plus `divergence-weight` \
      times the divergence of the latents from a standard normal distribution, in nats a pixel and \
      channel. After training, latents are scaled to variance 1 over the training images.

      Squared errors alone make reconstructions blurred. With `perceptual`, the distance in the \
      features of another network is added to the loss (Zhang et al. 2018): after each block of \
      its image encoder the features of every position are scaled to unit length, and the \
      squared length of the difference is averaged over positions and blocks. With `adversary`, \
      a patch discriminator learns with the hinge loss to distinguish images from \
      reconstructions, and the autoencoder learns to mislead it (Esser et al. 2021, section \
      3.1): the gradient of the discriminator's scores is multiplied by `weight` and, unless \
      `weighting` is `fixed`, by λ, the norm of the reconstruction's gradient at the decoder's \
      last layer divided by that of the scores. The discriminator is trained at the \
      autoencoder's learning rate by Adam with β₁ = 0.5 and β₂ = 0.9. The training loss in the \
      history does not include the scores, which are not bounded below; the table `losses` has \
      them.
      """,
    example: """
      run: autoencoder.train
      images: shapes
      model: {widths: [16, 32, 64], latent-channels: 4}
      training: {iterations: 400, batch: 32}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained autoencoder.") var autoencoder: ImageAutoencoder
    @Output("The reconstructions of the validation images, or without any of the training images.")
    var rebuilt: Images
    @Output("The number of parameters.") var parameters: Int
    @Output("How many numbers of an image one number of latents stands for.")
    var compression: Double
    @Output("The mean squared error on the validation images, at the end.") var reconstructionError:
      Double
    @Output("The peak signal-to-noise ratio, in decibels.") var peakSignalToNoise: Double
    @Output("Nats an image that the latents are from standard normal.") var divergence: Double
    @Output("What latents are multiplied by to have variance 1.") var latentScale: Double
    @Output("Images and their reconstructions.") var reconstructions: Figure
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns + ["reconstruction", "divergence"]) var history: Table
    @Output(
      "The mean perceptual distance of the reconstructions from the validation images, at the end.")
    var perceptualDistance: Double?
    @Output(
      "With `perceptual` or `adversary`: the terms of the loss without their weights, as means since "
        + "the previous row. `score` is the discriminator's score of reconstructions, "
        + "`adversary-weight` the factor of its gradient, and `discriminator` its own loss, 1 where "
        + "it cannot distinguish images from reconstructions.",
      columns: [
        "iteration", "reconstruction", "divergence", "perceptual", "score", "adversary-weight",
        "discriminator",
      ])
    var losses: Table?
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      [
        training.$loss, $reconstructions, $reconstructionError, $peakSignalToNoise, $compression,
        $divergence, $parameters,
      ] + ($perceptualDistance.isMade ? [$perceptualDistance] : [])
    }
  }

  @Input("The images to learn from.") var images: Images
  @Option("The shape of the model.") var model = AutoencoderOptions()
  @Option("The recipe.") var training = TrainingOptions(
    examples: "images", iterations: 1000, batch: 32, learningRate: 2e-3, weightDecay: 0)
  @Option("The weight of the latents' divergence.", .within(0...1e6)) var divergenceWeight = 1e-3
  @Input("A network in whose features reconstructions and images are also compared.")
  var perceptual: ImageFeatures?
  @Option("The weight of the perceptual distance; without it, 1.", .within(0...1e6))
  var perceptualWeight: Double?
  @Option("A discriminator that learns to distinguish images from reconstructions.")
  var adversary: AdversaryOptions?

  func check(_ problems: inout Problems) {
    if perceptualWeight != nil, !$perceptual.isGiven {
      problems.report(
        at: $perceptualWeight, "there is no perceptual distance to weight",
        remedy: "give `perceptual`, or leave `perceptual-weight` out")
    }
    adversary?.check(iterations: training.iterations, &problems)
    ImageFormat.check(
      $images.outline?.format, for: $perceptual.outline?.encoder.format, at: $images.field,
      &problems)
    guard let images = $images.outline else { return }
    let configuration = model.configuration(channels: images.channels)
    problems.require(
      images.height, images.width, multiplesOf: configuration.factor, at: model.$widths)
    problems.requireMemory(
      bytes(for: images), at: training.$batch, remedy: "choose a smaller `batch` or `widths`")
  }

  private func bytes(for images: Images.Outline) -> Int {
    let own = model.configuration(channels: images.channels).trainingBytes(
      batch: training.batch, height: images.height, width: images.width)
    // The features of the images and of their reconstructions.
    let features = $perceptual.outline?.encoder.trainingBytes(batch: 2 * training.batch) ?? 0
    return own.addingSaturating(features)
  }

  var costs: [(String, String)] {
    guard let images = $images.outline else { return [] }
    let configuration = model.configuration(channels: images.channels)
    return [
      ("parameters", configuration.parameterCount.forReading),
      ("images", (training.iterations * training.batch).forReading),
      ("memory", "about \(NumberText.bytes(bytes(for: images)))"),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let images = $images.outline else { return }
    outputs[\.$autoencoder] = ImageAutoencoder.Outline(
      configuration: model.configuration(channels: images.channels))
    var rebuilt = images
    if let validationCount = images.validationCount, validationCount > 0 {
      rebuilt.count = validationCount
    }
    if images.validationCount == nil { rebuilt.count = nil }
    rebuilt.validationCount = 0
    outputs[\.$rebuilt] = rebuilt
    if !$perceptual.isGiven {
      outputs.leaveOut(\.$perceptualDistance)
      if adversary == nil { outputs.leaveOut(\.$losses) }
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    guard images.training.count > 0 else { throw OperationError("there are no images") }
    let stream = RandomStream(seed: context.seed)
    let perception = perceptual?.distance
    try perception?.configuration.format.require(images.training)
    let pictures = Autoencoding.Examples(
      training: images.training.tensor, validation: images.validation.tensor,
      perception: perception)
    return try context.train(
      iterations: training.iterations,
      start: {
        let start = try Autoencoder(
          model.configuration(channels: images.training.channels),
          stream: stream.derived(for: "initialization"))
        return try TrainingLoop<Autoencoding>(
          start, pictures,
          .init(
            recipe: training.recipe, divergenceWeight: divergenceWeight,
            perceptualWeight: perceptualWeight ?? 1,
            adversary: adversary?.settings(channels: images.training.channels, stream)),
          stream: stream)
      },
      restore: { try TrainingLoop<Autoencoding>(archive: $0, pictures) },
      outputs: outputs)
  }

  private func outputs(of loop: TrainingLoop<Autoencoding>) throws -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss,
      unit: "squared error")
    var outputs = Outputs()
    outputs.training = TrainingOutputs(summary)
    let (autoencoder, held) = (loop.model, images.validation)
    let shown = held.count > 0 ? held : images.training
    let rebuilt = ImageSet(
      autoencoder.decoded(autoencoder.encoded(shown.tensor)), captions: shown.captions)
    outputs.autoencoder = ImageAutoencoder(autoencoder)
    outputs.rebuilt = Images(training: rebuilt, validation: rebuilt[[]])
    let parts = loop.objective.parts
    outputs.history = Table(
      summary.table.columns + Self.columns(of: parts, in: summary.stretches))
    if perceptual != nil || adversary != nil {
      outputs.losses = Self.losses(parts, in: summary.stretches)
    }
    if let perceptual {
      outputs.perceptualDistance =
        perceptual.distance.distances(rebuilt.tensor, to: shown.tensor).mean
    }
    outputs.divergence = parts.suffix(max(1, parts.count / 10)).map(\.divergence).mean
    let sizes = shown.tensor.count / shown.count
    let latents = autoencoder.encoded(shown[0..<1].tensor).count
    outputs.parameters = autoencoder.configuration.parameterCount
    outputs.compression = Double(sizes) / Double(latents)
    outputs.latentScale = autoencoder.latentScale
    let error = autoencoder.reconstructionError(on: shown.tensor) ?? .nan
    outputs.reconstructionError = error
    outputs.peakSignalToNoise = peakSignalToNoise(error)
    outputs.reconstructions = Figure(
      .imageGrid(try ImageGrid(rebuilding: shown, rebuilt)),
      caption: held.count > 0
        ? "Validation images and their reconstructions."
        : "Images and their reconstructions.")
    return outputs
  }
}

extension AutoencoderTrain {
  /// The two parts of the loss, for a history.
  private static func columns(
    of parts: [Autoencoding.Parts], in stretches: [ArraySlice<TrainingIteration>]
  ) -> [Table.Column] {
    [
      .init(
        "reconstruction",
        numbers: stretches.map { parts[$0.indices].map(\.reconstruction).mean }),
      .init(
        "divergence", unit: "nats/image",
        numbers: stretches.map { parts[$0.indices].map(\.divergence).mean }),
    ]
  }

  private static func losses(
    _ parts: [Autoencoding.Parts], in stretches: [ArraySlice<TrainingIteration>]
  ) -> Table {
    func column(
      _ name: String, unit: String? = nil, _ value: (Autoencoding.Parts) -> Double?
    ) -> Table.Column {
      .init(
        name, unit: unit,
        stretches.map { stretch in
          let values = parts[stretch.indices].compactMap(value)
          return values.isEmpty ? nil : .number(values.mean)
        })
    }
    return Table([
      .init("iteration", integers: stretches.compactMap { $0.last?.iteration }),
      column("reconstruction", \.reconstruction),
      column("divergence", unit: "nats/image", \.divergence),
      column("perceptual", \.perceptual), column("score") { $0.adversarial?.score },
      column("adversary-weight") { $0.adversarial?.weight },
      column("discriminator") { $0.adversarial?.discriminatorLoss },
    ])
  }
}

extension ImageGrid {
  /// The first images over their reconstructions.
  init(rebuilding images: ImageSet, _ rebuilt: ImageSet) throws {
    let indices = 0..<min(8, images.count)
    let label = Array(repeating: "", count: indices.count)
    self.init(
      rows: ["image", "rebuilt"], columns: Array(images.captions[indices]),
      tiles: try [
        images.tiles(indices, labels: label), rebuilt.tiles(indices, labels: label),
      ])
  }
}
