import OctavoEngine
import OctavoResults
import OctavoRunner

/// `images.ask`: one question about each image, with its caption as the answer.
struct ImagesAsk: Operation {
  static let manual = Manual(
    "images.ask", "Asks for the caption of every image, for a model that reads images.",
    discussion: """
      `{caption}` in `response` stands for the image's caption, and `<image>` in `prompt` for the \
      image. Images without a caption are left out, and a warning says how many there are. \
      `multimodal.train` trains a model on the questions.
      """,
    example: """
      run: images.ask
      images: shapes
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The questions with their images and answers.") var questions: ImageQuestions
    @Output("The text of prompts and responses, one line for each image.") var text: Corpus
    @Output("The number of questions in the training split.") var count: Int
    @Output("The size of the validation split.") var validationCount: Int

    var shown: [any DeclaredOutput] { [$count, $validationCount] }
  }

  @Input("The images with their captions.") var images: Images
  @Option("The template of the prompts.", .notEmpty) var prompt = ImageQuestions.Question.mark
  @Option("The template of the responses.", .notEmpty) var response = "{caption}\n"

  private static let caption = "{caption}"
  private static let noCaptions = "the images have no captions"
  private static let withCaptions = "give images with captions"

  func check(_ problems: inout Problems) {
    if prompt.contains(Self.caption) {
      problems.report(
        at: $prompt,
        "`\(Self.caption)` has no meaning here, and would stand in the text as it is written",
        remedy: "the caption belongs in `response`")
    }
    if !response.contains(Self.caption) {
      problems.report(
        at: $response, "the response is the same for every image",
        remedy: "write `\(Self.caption)` where the caption belongs")
    }
    if $images.outline?.captionLength == 0 {
      problems.report(at: $images.field, Self.noCaptions, remedy: Self.withCaptions)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$questions] = $images.outline.map {
      ImageQuestions.Outline(images: $0, kinds: ["caption"])
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let (training, validation) = (captioned(images.training), captioned(images.validation))
    guard training.count + validation.count > 0 else {
      throw OperationError(Self.noCaptions, remedy: Self.withCaptions)
    }
    let all = images.training.count + images.validation.count
    let leftOut = all - training.count - validation.count
    if leftOut > 0 {
      context.warn(
        .leavingOut(leftOut, of: all),
        "Left out because they have no caption: \(leftOut) of \(all) images.")
    }
    var outputs = Outputs()
    outputs.questions = ImageQuestions(
      images: Images(training: training, validation: validation),
      training: training.captions.map(question), validation: validation.captions.map(question))
    outputs.text = Corpus(
      training: outputs.questions.training.map(\.line).joined(),
      validation: outputs.questions.validation.map(\.line).joined())
    outputs.count = training.count
    outputs.validationCount = validation.count
    return outputs
  }

  private func captioned(_ set: ImageSet) -> ImageSet {
    set[set.captions.indices.filter { !set.captions[$0].isEmpty }]
  }

  private func question(_ caption: String) -> ImageQuestions.Question {
    ImageQuestions.Question(
      prompt: prompt, response: response.replacing(Self.caption, with: caption), kind: "caption")
  }
}
