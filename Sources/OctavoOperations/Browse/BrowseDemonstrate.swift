import OctavoEngine
import OctavoResults
import OctavoRunner

/// `browse.demonstrate`: how questions are answered with a search, as examples to learn from.
struct BrowseDemonstrate: Operation {
  static let manual = Manual(
    "browse.demonstrate", "Answers questions about facts by searching a text, by a script.",
    discussion: """
      WebGPT's demonstrations (Nakano et al. 2021), of a text browser without pages. An episode is a \
      text: the question, and then line by line an action of `search: WORDS`, which shows the passages \
      that BM25 ranks first, numbered; `quote: N`, which keeps the N-th of them as a reference; and \
      `answer: TEXT`, which ends it. The script searches by the noun of the question and the name, then by a verb that says \
      the same, quotes the passage that states the fact, and for a question about somebody's friend \
      begins again with the friend's name. People are not perfect: the share `slips` of the \
      demonstrations goes wrong in one place. It quotes another passage than it reads, reads and quotes the wrong \
      one, or forgets the friend. The pairs can be learned from by `gpt.finetune` (behavior cloning): \
      only the actions are, and what the browser shows is read.
      """,
    example: """
      run: browse.demonstrate
      data: facts.all-questions
      passages: facts
      slips: 0.2
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The questions with the episodes, whose shown passages are not learned from.")
    var pairs: Pairs
    @Output("The share of episodes with the right answer.", isShare: true) var correct: Estimate
    @Output(
      "The share with the right answer that the quoted passages state, of the person asked about.",
      isShare: true) var supported: Estimate
    @Output("The mean number of actions.") var actions: Double
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { summary.shown + [$correct, $supported, $actions] }
  }

  @Input("The questions of a step of `facts.compose`.") var data: Pairs
  @Input("The text whose lines, of both splits, are searched.") var passages: Corpus
  @Option("The share of demonstrations that go wrong in one place.", .within(0...1)) var slips = 0.0
  let limits = BrowserOptions()

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let outline = $data.outline { outputs[\.$pairs] = outline }
  }

  func run(in context: StepContext) throws -> Outputs {
    let demonstrator = BrowsingDemonstrator(
      browser: try limits.browser(over: passages), slips: slips)
    let stream = RandomStream(seed: context.seed)
    var verdicts: [BrowsingVerdict] = []
    var actions: [Double] = []
    func demonstrations(_ pairs: [Pairs.Pair], _ split: String) throws -> [Pairs.Pair] {
      let progress = context.progress(of: pairs.count, unit: "questions")
      return try pairs.enumerated().map { number, pair in
        try progress(number)
        let question = try BrowsingQuestion(pair)
        let episode = demonstrator.episode(
          on: question.fact, from: stream.derived(for: split, index: number))
        verdicts.append(question.verdict(on: episode))
        actions.append(Double(episode.turns.count))
        return Pairs.Pair(prompt: question.prompt, parts: episode.parts)
      }
    }
    let pairs = Pairs(
      training: try demonstrations(data.training, "training"),
      validation: try demonstrations(data.validation, "validation"))
    guard !verdicts.isEmpty else { throw OperationError("there are no questions") }
    var outputs = Outputs()
    outputs.pairs = pairs
    outputs.summary = PairsSummary(of: pairs)
    outputs.correct = Estimate(share: verdicts.count { $0.isCorrect }, of: verdicts.count)
    outputs.supported = Estimate(share: verdicts.count { $0.score == 1 }, of: verdicts.count)
    outputs.actions = actions.mean
    return outputs
  }
}
