import OctavoResults
import OctavoRunner

/// `pairs.load`: prompts and responses from a file.
struct PairsLoad: Operation {
  static let manual = Manual(
    "pairs.load", "Reads prompts and responses from a file with one JSON object a line.",
    discussion: """
      Each line is an object with a text under `prompt` and one under `response`, or under the keys \
      that the options name. A pair without a prompt or a response is left out and counted. The last \
      part of the file is held back.
      """,
    example: """
      run: pairs.load
      path: data/demonstrations.jsonl
      """)
  static let outputs: [Output] =
    [.artifact("pairs", Pairs.self, "The prompts and responses.")] + pairsOutputs

  @Option("The file, one JSON object a line.") var path: FilePath
  @Option("The key of the prompt.") var promptKey = "prompt"
  @Option("The key of the response.") var responseKey = "response"
  @Option("Added to the end of every response, such as a mark that the model is to stop at.")
  var ending = ""
  @Option("The part at the end that is held back.", .within(0..<1)) var validationFraction = 0.1

  func check(_ findings: inout Findings) {
    findings.checkLines(of: path, pair)
  }

  func foresee(_ outlook: inout Outlook) {
    outlook.expect("pairs", Pairs.self, Pairs.Outline(isHeldBackFrom: validationFraction > 0))
  }

  func run(in context: StepContext) throws -> StepResult {
    let all = try ObjectLines(path).lines.map(pair)
    let whole = all.filter { !$0.prompt.isEmpty && !$0.response.isEmpty }
    if whole.count < all.count {
      context.warn(
        "Left out for want of a prompt or a response: \(all.count - whole.count) of \(all.count) "
          + "pairs.")
    }
    let pairs = Pairs(
      whole.map { Pairs.Pair(prompt: $0.prompt, response: $0.response + ending) },
      holdingBack: validationFraction)
    guard !pairs.training.isEmpty else {
      throw OperationError("`\(path.path)` has no pair to learn from")
    }
    return StepResult(pairs: pairs)
  }

  private func pair(in line: ObjectLines.Line) throws -> Pairs.Pair {
    func text(_ key: String, _ option: String) throws -> String {
      guard let text = try line.text(key) else {
        throw line.error(
          "there is no `\(key)`",
          remedy: "the keys here are \(listed(line.object.keys.sorted())); name one of them by "
            + "`\(option)`")
      }
      return text
    }
    return Pairs.Pair(
      prompt: try text(promptKey, "prompt-key"), response: try text(responseKey, "response-key"))
  }
}
