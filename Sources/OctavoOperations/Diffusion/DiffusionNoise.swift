import OctavoEngine
import OctavoResults
import OctavoRunner

/// `diffusion.noise`: images as a diffusion model sees them in training.
struct DiffusionNoise: Operation {
  static let manual = Manual(
    "diffusion.noise", "Shows images with increasing noise of a model's schedule.",
    discussion: """
      The forward process of a diffusion model (Ho et al. 2020, equation 4), xₜ = √ᾱ x₀ + √(1 − ᾱ) ε: \
      each row is one image with one noise, each column a step of the model's schedule. A model of \
      latents adds its noise to these; the columns then show what the autoencoder makes of them.
      """,
    example: """
      run: diffusion.noise
      model: diffusion
      images: shapes
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The images, step by step.") var noising: Figure
    @Output(
      "ᾱ, the share of the variance that is the image's, and its ratio to the noise's, by step.",
      columns: ["step", "signal", "signal-to-noise"]) var schedule: Table

    var shown: [any DeclaredOutput] { [$noising] }
  }

  @Input("The model whose noise it is.") var model: ImageDiffusion
  @Input("The images.") var images: Images
  @Option("How many images.", .within(1...16)) var count = 3
  @Option("How many steps of noise are shown.", .within(2...16)) var stages = 7

  func check(_ problems: inout Problems) {
    ImageFormat.check(
      $images.outline?.format, for: $model.outline?.format, at: $images.field, &problems)
  }

  func run(in context: StepContext) throws -> Outputs {
    let set = images.all
    guard set.count > 0 else { throw OperationError("there are no images") }
    try model.format.require(set)
    let rows = 0..<min(count, set.count)
    let chosen = set[rows]
    let (schedule, clean) = (model.model.schedule, model.denoisable(chosen))
    let noise = Tensor.noise(
      clean.shape, stream: RandomStream(seed: context.seed).derived(for: "noise"))
    let steps = (0..<stages).map { $0 * (schedule.steps - 1) / (stages - 1) }
    let noisy = steps.map { step in
      model.images(
        schedule.noisy(
          image: clean, noise: noise, steps: Array(repeating: step, count: rows.count)),
        captions: chosen.captions)
    }
    var outputs = Outputs()
    outputs.noising = Figure(
      .imageGrid(
        ImageGrid(
          rows: chosen.captions, columns: ["image"] + steps.map { "step \($0)" },
          tiles: try rows.map { row in
            try ([chosen] + noisy).flatMap { try $0.tiles([row], labels: [""]) }
          })),
      caption: "Images under more and more of the model's noise.")
    let all = stride(
      from: 0, to: schedule.steps, by: max(1, schedule.steps / 100)
    ).map { $0 }
    outputs.schedule = Table([
      .init("step", integers: all), .init("signal", numbers: all.map { schedule.signal($0) }),
      .init("signal-to-noise", numbers: all.map { schedule.signalToNoise($0) }),
    ])
    return outputs
  }
}
