import OctavoEngine
import OctavoResults
import OctavoRunner

/// `browse.demonstrate`: demonstrations of answering questions with a search.
struct BrowseDemonstrate: Operation {
  static let manual = Manual(
    "browse.demonstrate", "Demonstrates how to answer questions about facts by searching a text.",
    discussion: """
      WebGPT's demonstrations (Nakano et al. 2021), for a text browser without pages. An episode \
      is a text: the question, then one action per line. `search: WORDS` shows the passages that \
      BM25 ranks first, numbered; `quote: N` keeps the N-th of them as a reference; `answer: TEXT` \
      ends the episode. The script searches for the noun of the question and the name and, if that \
      does not show the fact, for a verb of the same meaning and the name. It quotes the passage \
      that states the fact and, for a question about somebody's friend, begins again with the \
      friend's name. As people make mistakes, the share `slips` of the demonstrations has one: it \
      quotes another passage than the one it reads, reads and quotes the wrong one, or ignores the \
      friend. `gpt.finetune` learns from the pairs (behavior cloning); its loss counts the \
      actions, not what the browser shows.
      """,
    example: """
      run: browse.demonstrate
      data: facts.all-questions
      passages: facts
      slips: 0.2
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The questions with the episodes; no loss counts what the browser shows.")
    var pairs: Pairs
    @Output("The share of episodes with a correct answer.", isShare: true) var correct: Estimate
    @Output(
      "The share of episodes with a correct answer that the quoted passages support.",
      isShare: true) var supported: Estimate
    @Output("The mean number of actions.") var actions: Double
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { summary.shown + [$correct, $supported, $actions] }
  }

  @Input("The questions from `facts.compose`.") var data: Pairs
  @Input("The text whose lines, of both splits, are searched.") var passages: Corpus
  @Option("The share of demonstrations with a mistake.", .within(0...1)) var slips = 0.0
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
