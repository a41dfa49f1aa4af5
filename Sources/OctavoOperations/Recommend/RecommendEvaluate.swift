import OctavoEngine
import OctavoResults
import OctavoRunner

/// `recommend.evaluate`: how well a language model tells what somebody will choose next.
struct RecommendEvaluate: Operation {
  static let manual = Manual(
    "recommend.evaluate",
    "Ranks all items for the next position of histories, by their probability.",
    discussion: """
      A history is a line of items; the model, trained by `gpt.train` on those of other users, gives \
      each item that is not in a history a log-probability as what comes next (Geng et al. 2022). Two \
      recommenders stand beside it, counted on the same training text: popularity, and a first-order \
      Markov chain, which knows what was chosen after the last item. The hit rate at k is the share of \
      places whose item is among the first k; NDCG at k discounts it by its rank (Järvelin and \
      Kekäläinen 2002). All items are ranked, not a sample of them (Krichene and Rendle 2020). Intervals \
      are of 95 %; over several lengths of history they are of the users' means.
      """,
    example: """
      run: recommend.evaluate
      model: learn
      data: histories
      after: [1, 2, 4, 8]
      k: 5
      """)
  struct Outputs: OutputGroup {
    @Output(
      "Each method, over all lengths of history.",
      columns: [
        "method", "hit-rate", "hit-rate-lower", "hit-rate-upper", "ndcg", "ndcg-lower",
        "ndcg-upper",
      ], types: ["method": .text]) var methods: Table
    @Output("Hit rates by length of history.", columns: RankingSummary.historyColumns)
    var hitRateByHistory: Table
    @Output("NDCG by length of history.", columns: RankingSummary.historyColumns) var ndcgByHistory:
      Table
    @Output("The mean difference in NDCG from the Markov chain.") var gainOverMarkov: Estimate
    @Output("How many places were ranked for.") var questions: Int
    @Output("How many items there are.") var items: Int
    @Output("Some histories, with what the model would recommend.") var passages: Figure
    @Output("The hit rate of the model.", isShare: true) var hitRate: Double
    @Output("The NDCG of the model.") var ndcg: Double
    @Output("The hit rate of the Markov chain.", isShare: true) var markovHitRate: Double
    @Output("The NDCG of the Markov chain.") var markovNdcg: Double
    @Output("The hit rate of popularity.", isShare: true) var popularityHitRate: Double
    @Output("The NDCG of popularity.") var popularityNdcg: Double

    var shown: [any DeclaredOutput] { [$methods, $passages, $questions] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The histories, one per line; items are ranked for those of the validation split.")
  var data: Corpus
  @Option(
    "After how many items of a history the next is asked for.",
    .each(.within(1...100_000), count: 1...1000))
  var after: [Int] = [1, 2, 4, 8]
  @Option("How many places at the top of the ranking count.", .within(1...10_000)) var k = 5
  @Option("The maximum number of validation users.", .limit)
  var users: Int?
  @Option("What stands between the items of a line.", .notEmpty)
  var separator = ItemSeparator.standard

  func check(_ problems: inout Problems) {
    if Set(after).count < after.count {
      problems.report(at: $after, "a length of history is given twice")
    }
    if let data = $data.outline, data.validationCount == 0 {
      problems.report(
        at: $data.field, "the validation split of these histories is empty",
        remedy: "make a validation split with `validation-fraction`")
    }
    problems.requireMemory(
      memory, for: "ranking", at: $model.field, remedy: "use a smaller model")
  }

  /// Without what the histories take, whose length is not known.
  var memory: Int? {
    $model.outline?.configuration.inferenceBytes(batch: ItemScorer.batch, tokens: 1)
  }

  func run(in context: StepContext) throws -> Outputs {
    let histories = try ItemHistories(data, separator: separator)
    let places = histories.validation.prefix(users ?? .max).enumerated().flatMap { user, items in
      after.sorted().compactMap {
        NextItem(user: user, items, after: $0, of: histories.items.count)
      }
    }
    let scorer = try ItemScorer(model, items: histories.items, separator: separator)
    let usable = try context.usable(places, called: "places") { try scorer.problem(of: $0) }
    let counts = ItemCounts(histories.training, items: histories.items.count)
    let rankings = try context.inBatches(of: 1, usable, unit: "places") { batch in
      try batch.map { place in
        ItemRanking(
          place,
          scores: [
            .model: try scorer.logProbabilities(of: place),
            .markov: place.candidates.map(counts.transitions(after: place.last).element),
            .popularity: place.candidates.map(counts.popularity.element),
          ])
      }
    }
    return RankingSummary(rankings, k: k).outputs(items: histories.items)
  }
}

extension [Double] {
  fileprivate func element(_ place: Int) -> Double { self[place] }
}
