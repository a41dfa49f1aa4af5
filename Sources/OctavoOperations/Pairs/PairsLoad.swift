import OctavoBase
import OctavoResults
import OctavoRunner

/// `pairs.load`: prompts and responses from a file.
struct PairsLoad: Operation {
  static let manual = Manual(
    "pairs.load", "Reads prompts and responses from a file with one JSON object per line.",
    discussion: """
      Each line is an object with a text or a list of messages under `prompt` and under `response`, or \
      under the keys that the options name; or with a whole conversation under `messages` (or \
      `conversations`), whose last answer is the response and all before it the prompt. \
      \(TurnMarks.discussion) A pair without a prompt or a response is left out and counted. The file \
      may be packed by gzip. Its last part becomes the validation split.
      """,
    example: """
      run: pairs.load
      path: data/demonstrations.jsonl
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The prompts and responses.") var pairs: Pairs
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Option("The file, one JSON object per line.") var path: FilePath
  @Option("The key of the prompt.") var promptKey = "prompt"
  @Option("The key of the response.") var responseKey = "response"
  let marks = TurnMarks()
  @Option("Added to the end of every response, such as a mark that the model is to stop at.")
  var ending = ""
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.report(at: $path) {
      let read = try ObjectLines(path).read(first: DataText.checkedBytes, lines.pair)
      if read.isWhole { _ = try pairs(of: read.examples.filter(\.isWhole)) }
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$pairs] = Pairs.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let read = try ObjectLines(path).read(lines.pair)
    context.warn(of: read.unusedData)
    let whole = read.examples.filter(\.isWhole)
    if whole.count < read.examples.count {
      context.warn(
        .leavingOut(read.examples.count - whole.count, of: read.examples.count),
        "Left out because the prompt or the response is missing: \(read.examples.count - whole.count) of "
          + "\(read.examples.count) pairs.")
    }
    let pairs = try pairs(of: whole)
    for warning in pairs.warnings(validationFraction: validationFraction) { context.warn(warning) }
    var outputs = Outputs()
    outputs.pairs = pairs
    outputs.summary = PairsSummary(of: pairs)
    return outputs
  }

  private var lines: PairLines {
    PairLines(promptKey: promptKey, responseKey: responseKey, marks: marks)
  }

  private func pairs(of whole: [Pairs.Pair]) throws -> Pairs {
    let pairs = Pairs(
      whole.map { Pairs.Pair(prompt: $0.prompt, response: $0.response + ending) },
      validationFraction: validationFraction)
    guard !pairs.training.isEmpty else {
      throw OperationError("`\(path.path)` has no pair to learn from")
    }
    return pairs
  }
}

extension Pairs.Pair {
  fileprivate var isWhole: Bool { !prompt.isEmpty && !response.isEmpty }
}
