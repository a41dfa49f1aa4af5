import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `diffusion.train`: a model learns to remove noise from images.
struct DiffusionTrain: Operation {
  static let manual = Manual(
    "diffusion.train", "Trains a diffusion model on images or on their latents.",
    discussion: """
      Each image gets noise of a step drawn uniformly, and the model predicts what `prediction` \
      says (Ho et al. 2020; Salimans and Ho 2022); the loss is the mean squared error. With an \
      `autoencoder` the model works on latents (Rombach et al. 2022), without one on pixels. \
      Captions, which may be labels, are encoded by a small transformer that is trained with the \
      model or, with `text-encoder`, by the frozen text encoder of a `clip.train`, as in Stable \
      Diffusion; the model attends to the encoder's states after its last norm. The share \
      `caption-dropout` of the captions is left out, so that samples can be guided (Ho and \
      Salimans 2022). The trained model has the exponential moving average of the weights, and \
      validation losses are those of the average; its decay rises as (1 + n) / (10 + n) with the \
      number of iterations n up to `average-decay`, as in diffusers' `EMAModel`, so that a short \
      training is not held at its initialization. `budget` makes models of different sizes or \
      resolutions comparable: it limits the multiply-adds of the training, those of the matrix \
      products and convolutions in the forward pass, and twice as many for the backward pass.
      """,
    example: """
      run: diffusion.train
      images: shapes
      autoencoder: autoencoder
      model: {width: 64, multipliers: [1, 2]}
      training: {iterations: 1000, batch: 32}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: ImageDiffusion
    @Output("The number of parameters, without the autoencoder's.") var parameters: Int
    @Output("How many words it knows.") var vocabularySize: Int
    @Output("With `budget`: the multiply-adds of the training, without the autoencoder's.")
    var multiplyAdds: Double?
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns) var history: Table
    @Output(
      "The validation loss of the weights as the last iteration left them, where `validation-loss` "
        + "is that of their average.") var unaveragedValidationLoss: Double?
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$unaveragedValidationLoss, $parameters]
    }
  }

  @Input("The images to learn from.") var images: Images
  @Input("The autoencoder whose latents the model works on; without it, the model works on pixels.")
  var autoencoder: ImageAutoencoder?
  @Input(
    "A model whose text encoder reads the captions and stays frozen; without it, one is trained.")
  var textEncoder: ImageTextModel?
  @Option("What the model is conditioned on.") var conditioning = Conditioning.captions
  @Option("The shape of the model.") var model = DiffusionModelOptions()
  let noise = NoiseOptions()
  @Option("The recipe.") var training = TrainingOptions(
    examples: "images", iterations: 1000, batch: 32, learningRate: 2e-3, weightDecay: 0)
  @Option("The share of captions that are left out.", .within(0...1)) var captionDropout = 0.1
  @Option(
    "How slowly the average of the weights follows them, once it has warmed up.", .within(0..<1))
  var averageDecay = 0.995
  @Option(
    "The most multiply-adds of the training, which makes no more iterations than these allow.",
    .positive(upTo: 1e30))
  var budget: Double?

  func check(_ problems: inout Problems) {
    if $textEncoder.isGiven {
      model.checkGivenEncoder(&problems)
      if conditioning == .none {
        problems.report(
          at: $textEncoder.field, "a model without captions has no use for a text encoder",
          remedy: "leave `text-encoder` out, or `conditioning`")
      }
    }
    guard let images = $images.outline else { return }
    checkCaptions(images, &problems)
    if conditioning == .captions, images.captionLength == 0 {
      problems.report(at: $images.field, Self.noCaptions, remedy: Self.withoutCaptions)
    }
    if let autoencoder = $autoencoder.outline?.configuration {
      guard
        problems.require(images.channels, channelsOf: autoencoder, at: $autoencoder.field)
      else { return }
      problems.require(
        images.height, images.width, multiplesOf: autoencoder.factor, at: $autoencoder.field)
    }
    guard let configuration else { return }
    let iteration = configuration.leastTrainingMultiplyAdds * Double(training.batch)
    if let budget, let problem = shortage(of: budget, at: iteration) {
      problems.report(at: $budget, problem, remedy: Self.largerBudget)
    }
    let side = configuration.network.smallestSide
    problems.require(
      configuration.height, configuration.width, multiplesOf: side, at: model.$multipliers)
    problems.requireMemory(
      configuration.trainingBytes(batch: training.batch), at: training.$batch,
      remedy: "choose a smaller `batch` or `width`")
  }

  /// Reports captions that a given text encoder cannot read.
  private func checkCaptions(_ images: Images.Outline, _ problems: inout Problems) {
    guard let encoder = $textEncoder.outline else { return }
    CaptionVocabulary.check(images, at: $textEncoder.field, for: encoder.words, &problems)
    if let most = encoder.captionLength, let length = images.captionLength, length > most {
      problems.report(
        at: $textEncoder.field,
        "a caption has \(length) words, and the text encoder has learned captions of up to \(most)",
        remedy: "train a text encoder on these captions")
    }
  }

  private static let noCaptions = "the images have no captions"
  private static let withoutCaptions = "set `conditioning: none`, or give captions"

  /// As far as it is known before the images are.
  private var configuration: DiffusionModel.Configuration? {
    guard let images = $images.outline else { return nil }
    let isLatent = $autoencoder.isGiven
    guard !isLatent || $autoencoder.outline != nil else { return nil }
    let textWidth = $textEncoder.isGiven ? $textEncoder.outline?.textWidth : model.newEncoder.width
    guard let textWidth else { return nil }
    return configuration(
      height: images.height, width: images.width, channels: images.channels,
      $autoencoder.outline?.configuration, textWidth: textWidth)
  }

  private func configuration(
    height: Int, width: Int, channels: Int, _ autoencoder: Autoencoder.Configuration?,
    textWidth: Int
  ) -> DiffusionModel.Configuration {
    let factor = autoencoder?.factor ?? 1
    return DiffusionModel.Configuration(
      network: model.network(
        channels: autoencoder?.latentChannels ?? channels,
        textWidth: conditioning == .captions ? textWidth : nil),
      height: height / factor, width: width / factor, schedule: noise.schedule,
      steps: noise.noiseSteps, prediction: noise.prediction, isLimited: autoencoder == nil)
  }

  var costs: [(String, String)] {
    guard let configuration else { return [] }
    return [
      ("parameters", "about \(configuration.network.parameterCount.forReading)"),
      ("images", (training.iterations * training.batch).forReading),
      ("memory", "about \(NumberText.bytes(configuration.trainingBytes(batch: training.batch)))"),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if budget == nil { outputs.leaveOut(\.$multiplyAdds) }
    guard let images = $images.outline, let configuration else { return }
    let (captionLength, words) =
      $textEncoder.isGiven
      ? ($textEncoder.outline?.captionLength, $textEncoder.outline?.words)
      : (images.captionLength, images.words)
    outputs[\.$model] = ImageDiffusion.Outline(
      configuration: configuration,
      captionLength: conditioning == .captions ? captionLength : nil,
      words: conditioning == .captions ? words : nil, height: images.height,
      width: images.width, channels: images.channels)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let (set, held) = (images.training, images.validation)
    guard set.count > 0 else { throw OperationError("there are no images") }
    let text = try conditioning == .none ? nil : textEncoder?.model.text ?? newEncoder(stream)
    let start = try DiffusionModel(
      configuration(
        height: set.height, width: set.width, channels: set.channels,
        autoencoder?.model.configuration, textWidth: text?.width ?? model.newEncoder.width),
      text: text, isTextFixed: textEncoder != nil,
      stream: stream.derived(for: "initialization"))
    let recipe = try recipe(for: start)
    let whole = ImageDiffusion(start, autoencoder?.model)
    let examples = TrainingExamples(
      training: try denoisable(set, whole), validation: try denoisable(held, whole))
    return try context.train(
      iterations: recipe.iterations,
      start: {
        try TrainingLoop<Denoising>(
          start, examples,
          .init(
            recipe: recipe, captionDropout: captionDropout, averageDecay: averageDecay),
          stream: stream)
      },
      restore: { try TrainingLoop<Denoising>(archive: $0, examples) },
      outputs: outputs)
  }

  /// The recipe, with no more iterations than the budget allows.
  private func recipe(for model: DiffusionModel) throws -> TrainingRecipe {
    guard let budget else { return training.recipe }
    let iteration = model.trainingMultiplyAdds * Double(training.batch)
    if let problem = shortage(of: budget, at: iteration) {
      throw OperationError(problem, remedy: Self.largerBudget)
    }
    return training.recipe(atMost: Self.iterations(within: budget, at: iteration))
  }

  private static func iterations(within budget: Double, at iteration: Double) -> Int {
    Int(saturating: (budget / iteration).rounded(.down))
  }

  private static let largerBudget = "give a larger `budget`, or a smaller `batch` or `warm-up`"

  /// Why a budget is too small; nil where it is not.
  ///
  /// - Parameter iteration: the multiply-adds of an iteration, or a lower bound of them.
  private func shortage(of budget: Double, at iteration: Double) -> String? {
    let iterations = Self.iterations(within: budget, at: iteration)
    guard iterations <= training.recipe.warmUp else { return nil }
    let allowed = "a budget of \(NumberText.short(budget)) multiply-adds "
    guard iterations > 0 else {
      return allowed + "does not suffice for one iteration, which takes at least "
        + Int(saturating: iteration).forReading
    }
    return allowed + "suffices for at most \(iterations.forReading) iterations, and the warm-up "
      + "takes \(training.recipe.warmUp.forReading)"
  }

  /// The encoder of captions, whose words are those of all images.
  private func newEncoder(_ stream: RandomStream) throws -> TextEncoder {
    let captions = images.training.captions + images.validation.captions
    let length = captions.map { CaptionVocabulary.words(of: $0).count }.max() ?? 0
    guard length > 0 else {
      throw OperationError(Self.noCaptions, remedy: Self.withoutCaptions)
    }
    let shape = model.newEncoder
    return try TextEncoder(
      CaptionVocabulary(of: captions), length: length, width: shape.width, layers: shape.layers,
      heads: shape.heads, stream: stream.derived(for: "text"))
  }

  private func denoisable(
    _ set: ImageSet, _ model: ImageDiffusion
  ) throws -> CaptionedImages {
    let vocabulary = model.model.text?.vocabulary
    return CaptionedImages(
      images: set.count == 0 ? set.tensor : model.denoisable(set),
      captions: try vocabulary?.encode(set.captions, length: textEncoder?.captionLength)
        ?? set.captions.map { _ in [] })
  }

  private func outputs(of loop: TrainingLoop<Denoising>) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss,
      unit: "squared error")
    let model = loop.model
    var outputs = Outputs()
    outputs.model = ImageDiffusion(model, autoencoder?.model)
    outputs.parameters = model.parameterCount
    outputs.vocabularySize = model.text?.vocabulary.words.count ?? 0
    outputs.multiplyAdds = budget.map { _ in
      model.trainingMultiplyAdds * Double(training.batch * loop.history.count)
    }
    outputs.history = summary.table
    outputs.unaveragedValidationLoss = loop.unaveragedValidationLoss
    outputs.training = TrainingOutputs(summary)
    outputs.training.loss.caption =
      "Loss by iteration: of the weights on the training split, and of their average on the validation split."
    return outputs
  }
}
