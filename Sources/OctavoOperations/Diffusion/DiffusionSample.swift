import OctavoEngine
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// `diffusion.sample`: a diffusion model makes images.
struct DiffusionSample: Operation {
  static let manual = Manual(
    "diffusion.sample", "Draws images from a diffusion model.",
    discussion: """
      Starting from noise, the model takes some of it off in each of `steps` steps: by DDIM (Song et \
      al. 2021), which adds none again unless `eta` is above 0, by DDPM's ancestral sampling (Ho et \
      al. 2020), or by DPM-Solver++(2M) (Lu et al. 2022), which needs fewer steps. `guidance` is the scale of classifier-free guidance (Ho and Salimans 2022) in latent \
      diffusion's form: 1 follows the prompt as it was learned, more follows it more closely, 0 not at \
      all. An image has a random stream of its own, so it does not depend on how many are drawn, and \
      with another guidance or number of steps it begins with the same noise.

      With `start`, images are changed rather than made: each goes back into the noise for a share \
      `strength` of the way and forth again (SDEdit, Meng et al. 2022), once for every prompt, or with \
      its own caption. With `redraw` only a rectangle of it is drawn anew (inpainting): after every \
      step the rest is put back, with the noise that belongs there (Lugmayr et al. 2022).
      """,
    example: """
      run: diffusion.sample
      model: diffusion
      prompt: [a red circle, a blue square above a green triangle]
      count: 4
      guidance: 3
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The images, with the prompts as captions.") var images: Images
    @Output("How many images were drawn.") var count: Int
    @Output("How often the network saw each image.") var evaluations: Int
    @Output("The first two dozen images.") var samples: Figure
    @Output("What the model finds in the noise of the first images on the way.") var stages: Figure

    var shown: [any DeclaredOutput] { [$samples] }
  }

  @Input("The model.") var model: ImageDiffusion
  @Option("What the images are to show; several prompts may be given.") var prompt: [String] = []
  @Input("Images whose validation captions are the prompts, in place of `prompt`.")
  var captions: Images?
  @Input("Images to begin with, in place of noise alone: the validation split, or all without one.")
  var start: Images?
  @Option(
    "How much of the way into the noise these go; without it, 0.6, and 1 with `redraw`.",
    .within(0.01...1))
  var strength: Double?
  @Option("The part of these images that is drawn anew; without it, everything is.")
  var redraw: RegionOptions?
  @Option("Uses at most this many of these captions or images, from the first.", .limit)
  var limit: Int?
  @Option("How many images of each prompt.", .within(1...100_000)) var count = 1
  @Option(
    "How many steps there are from noise to an image; with `start`, a share `strength` of them is taken.",
    .within(1...100_000))
  var steps = 50
  @Option("How a step is made.") var sampler = SamplerChoice.ddim
  @Option("How much noise a step of DDIM adds again.", .within(0...1)) var eta: Double?
  @Option("The scale of guidance; without it, 3 for a model with captions.", .within(0...100))
  var guidance: Double?
  @Option("The seed of the noise; without it, the step's own.", .within(0...Int.max)) var noiseSeed:
    Int?

  func check(_ problems: inout Problems) {
    if !prompt.isEmpty, $captions.isGiven {
      problems.report(at: $prompt, "both `prompt` and `captions` are given")
    }
    switch sampler {
    case .ddpm where eta != nil:
      problems.report(at: $eta, "DDPM adds all the noise there is", remedy: "leave `eta` out")
    case .multistep where eta != nil:
      problems.report(at: $eta, "DPM-Solver++ adds no noise", remedy: "leave `eta` out")
    default: break
    }
    checkStart(&problems)
    problems.requireMemory(
      memory, for: "sampling", at: $count, remedy: "draw fewer images")
    guard let outline = $model.outline else { return }
    if steps > outline.configuration.steps {
      problems.report(
        at: $steps,
        "\(steps.forReading) steps are more than the "
          + "\(outline.configuration.steps.forReading) that the model has learned",
        remedy: "take at most \(outline.configuration.steps)")
    }
    guard outline.configuration.network.textWidth != nil else {
      for (option, name, isGiven) in [
        ($prompt, "prompt", !prompt.isEmpty), ($guidance, "guidance", guidance != nil),
      ] where isGiven {
        problems.report(
          at: option, "the model was trained without captions, so there is nothing to tell it",
          remedy: "leave `\(name)` out")
      }
      return
    }
    for prompt in prompt { check(prompt, at: $prompt, outline, &problems) }
    if let captions = $captions.outline { check(captions, outline, &problems) }
  }

  /// Reports a prompt with words that the model does not know, or with too many.
  private func check(
    _ prompt: String, at option: FieldReference?, _ outline: ImageDiffusion.Outline,
    _ problems: inout Problems
  ) {
    let words = CaptionVocabulary.words(of: prompt)
    if let known = outline.words,
      let unknown = CaptionVocabulary(words: known).unknownWord(in: prompt)
    {
      problems.report(at: option, unknown.problem, remedy: unknown.remedy)
    }
    if let length = outline.captionLength, words.count > length {
      problems.report(
        at: option, "a prompt has \(words.count) words, and no caption had more than \(length)",
        remedy: "shorten it")
    }
  }

  /// How many images there will be; nil where it is not known.
  private var drawnCount: Int? {
    $captions.isGiven || $start.isGiven ? nil : max(1, prompt.count) * count
  }

  /// At least: the images, as the model makes them and as they are joined.
  var memory: Int? {
    guard let outline = $model.outline else { return nil }
    let numbers = Double(outline.height * outline.width * outline.channels)
    let parameters = Double(outline.configuration.network.parameterCount)
    return Int(saturating: 4 * (parameters + 2 * Double(drawnCount ?? count) * numbers))
  }

  /// The same for the first such caption of images; where only the words are known that they may
  /// have, for these.
  private func check(
    _ captions: Images.Outline, _ outline: ImageDiffusion.Outline, _ problems: inout Problems
  ) {
    let prompts = captions.prompts?.prefix(limit ?? .max) ?? (captions.words?.sorted() ?? [])[...]
    let vocabulary = outline.words.map(CaptionVocabulary.init(words:))
    let wrong = prompts.first { prompt in
      let isTooLong =
        outline.captionLength.map { CaptionVocabulary.words(of: prompt).count > $0 } ?? false
      return isTooLong || vocabulary?.unknownWord(in: prompt) != nil
    }
    if let wrong { check(wrong, at: $captions.field, outline, &problems) }
  }

  var costs: [(String, String)] {
    guard let images = drawnCount else { return [] }
    return [
      ("images", images.forReading),
      ("evaluations", (images * steps * (isGuided ? 2 : 1)).forReading),
    ]
  }

  private var isGuided: Bool {
    let scale = guidance ?? 3
    return $model.outline?.captionLength != nil && scale != 1 && scale != 0
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let outline = $model.outline else { return }
    outputs[\.$images] = Images.Outline(
      height: outline.height, width: outline.width, channels: outline.channels,
      count: drawnCount, validationCount: 0, words: outline.words,
      captionLength: outline.configuration.network.textWidth == nil ? 0 : outline.captionLength)
  }

  func run(in context: StepContext) throws -> Outputs {
    let vocabulary = model.model.text?.vocabulary
    let wanted = try wanted()
    let prompts = wanted.map(\.prompt)
    let tokens =
      try vocabulary?.encode(prompts, length: model.model.text?.length, called: "prompt")
      ?? prompts.map { _ in [] }
    let scale = vocabulary == nil ? 1 : guidance ?? 3
    let settings = DiffusionSampling(
      steps: min(steps, model.model.schedule.steps), solver: solver, guidance: scale)
    let begun = start.map { $0.prompted[wanted.compactMap(\.image)] }
    var stages: [(step: Int, images: Tensor)] = []
    let images = try drawn(tokens, begun, settings, in: context) { stages.append(($0, $1)) }
    warnOfWhatIsNotFinite(images, prompts, in: context)
    var set = model.images(images, captions: prompts)
    if let begun, let redraw {
      set = set.keeping(begun, where: redraw.outside(height: set.height, width: set.width))
    }
    var outputs = Outputs()
    outputs.images = Images(training: set, validation: set[[]])
    outputs.count = set.count
    outputs.evaluations =
      stepsTaken(of: settings) * (vocabulary != nil && scale != 1 && scale != 0 ? 2 : 1)
    outputs.samples = Figure(
      .images(try set.tiles(0..<min(24, set.count))), caption: caption(settings))
    outputs.stages = Figure(
      .imageGrid(try grid(of: stages, prompts, begun)),
      caption: begun == nil
        ? "What the model finds in the noise, from the noisiest step to the last."
        : "The images that it begins with, and what the model finds in their noise.")
    return outputs
  }

  private func warnOfWhatIsNotFinite(
    _ images: Tensor, _ prompts: [String], in context: StepContext
  ) {
    let size = images.count / max(1, prompts.count)
    let broken = prompts.indices.filter { index in
      images.withUnsafeBuffer { !$0[index * size..<(index + 1) * size].allSatisfy(\.isFinite) }
    }
    guard let first = broken.first else { return }
    let name = prompts[first].isEmpty ? "" : " (“\(prompts[first])”)"
    context.warn(
      .grave,
      "\(broken.count) of \(prompts.count) samples "
        + "\(broken.count == 1 ? "holds" : "hold") numbers that are not finite, so these "
        + "images show nothing. The first is number \(first + 1)\(name).")
  }

  private func caption(_ settings: DiffusionSampling) -> String {
    let name = sampler.name
    let guided =
      model.model.text == nil
      ? "" : ", guidance \(ValueFormat(.general, precision: 4).format(.number(settings.guidance)))"
    let strength = ValueFormat(.general, precision: 4).format(.number(startStrength))
    let begun =
      start == nil
      ? "" : ", from given images at strength \(strength)\(redraw == nil ? "" : ", in part")"
    return "Samples: \(stepsTaken(of: settings)) steps of \(name)\(guided)\(begun)."
  }

  private var solver: DiffusionSampling.Solver {
    switch sampler {
    case .ddim: .ddim(eta: eta ?? 0)
    case .ddpm: .ddim(eta: 1)
    case .multistep: .multistep
    }
  }

  /// The samples, a batch at a time; of the first four, also what is found on the way.
  private func drawn(
    _ captions: [[Int32]], _ begun: ImageSet?, _ settings: DiffusionSampling,
    in context: StepContext, observe: (Int, Tensor) -> Void
  ) throws -> Tensor {
    let stream = RandomStream(seed: noiseSeed.map(UInt64.init) ?? context.seed)
    let all = stepsTaken(of: settings)
    let samples = try captions.batches(of: 64).map { batch in
      let first = batch.startIndex
      var taken = 0
      return try model.model.sample(
        captions: Array(batch), settings, from: start(begun, batch.indices), stream: stream,
        first: first
      ) { step, images in
        taken += 1
        let done = Double(first) + Double(batch.count * taken) / Double(all)
        try context.report(StepProgress(Int(done), of: captions.count, unit: "images"))
        let isShown = (taken - 1) * 8 / all != taken * 8 / all
        if first == 0, isShown { observe(step, images) }
      }
    }
    return Tensor(joiningBatches: samples)
  }

  private func grid(
    of stages: [(step: Int, images: Tensor)], _ prompts: [String], _ begun: ImageSet?
  ) throws -> ImageGrid {
    let count = min(4, prompts.count)
    let sets =
      (begun.map { [$0[0..<count]] } ?? [])
      + stages.map {
        model.images($0.images.firstRows(count), captions: Array(prompts[..<count]))
      }
    return ImageGrid(
      rows: prompts[..<count].map { $0.isEmpty ? "image" : $0 },
      columns: (begun == nil ? [] : ["given"]) + stages.map { "step \($0.step)" },
      tiles: try (0..<count).map { row in try sets.flatMap { try $0.tiles([row], labels: [""]) } })
  }
}

/// How a step of sampling is made.
enum SamplerChoice: String, OptionChoice {
  case ddim, ddpm
  case multistep = "dpm-solver++"

  /// As papers write it.
  var name: String {
    switch self {
    case .ddim: "DDIM"
    case .ddpm: "DDPM"
    case .multistep: "DPM-Solver++(2M)"
    }
  }
}

extension Images {
  /// The captions of the validation split, or of all images where it is empty.
  var prompts: [String] { prompted.captions }

  /// The images that these are the captions of.
  var prompted: ImageSet { validation.count > 0 ? validation : training }
}
