import OctavoEngine
import OctavoResults
import OctavoRunner

/// `recommend.evaluate`: how well a language model predicts the next item of a history.
struct RecommendEvaluate: Operation {
  static let manual = Manual(
    "recommend.evaluate",
    "Ranks all items for the next position of histories, by their probability.",
    discussion: """
      A history is a line of items; the model, trained by `gpt.train` on those of other users, \
      gives each item that is not in a history a log-probability as the next item (Geng et al. \
      2022). With `prompt`, the history replaces `{history}` in a prompt, and the item is the \
      response. The model is compared with three recommenders that are computed from the same \
      training text: popularity; a first-order Markov chain, which knows what was chosen after the \
      last item; and the nearest neighbors of the history by the cosine of their items (Jannach \
      and Ludewig 2017). It may also be compared with a model of `sasrec.train`. With the \
      `viewings` of `histories.compose`, the Bayes ranker is the ceiling: it knows how histories \
      are composed, but not a person's tastes, and no method that knows only the history has a \
      higher expected hit rate or NDCG. With `items: unseen` it is no ceiling, since it does not \
      know that only unseen items count. The hit rate at k is the share of places whose item is \
      among the first k; NDCG at k discounts it by its rank (Järvelin and Kekäläinen 2002). All \
      items are ranked, not a sample of them (Krichene and Rendle 2020). Intervals are of 95 %; \
      over several lengths of history they are of the users' means.
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
    @Output("The mean NDCG of the Bayes ranker minus that of the model.")
    var gapToBayes: Estimate?
    @Output("Some histories, with what the model would recommend.") var passages: Figure
    @Output("The hit rate of the model.", isShare: true) var hitRate: Double
    @Output("The NDCG of the model.") var ndcg: Double
    @Output("The hit rate of the Markov chain.", isShare: true) var markovHitRate: Double
    @Output("The NDCG of the Markov chain.") var markovNdcg: Double
    @Output("The hit rate of popularity.", isShare: true) var popularityHitRate: Double
    @Output("The NDCG of popularity.") var popularityNdcg: Double
    @Output("The hit rate of the nearest neighbors.", isShare: true) var neighborsHitRate: Double
    @Output("The NDCG of the nearest neighbors.") var neighborsNdcg: Double
    @Output("The hit rate of SASRec.", isShare: true) var sasrecHitRate: Double?
    @Output("The NDCG of SASRec.") var sasrecNdcg: Double?
    @Output("The hit rate of the Bayes ranker.", isShare: true) var bayesHitRate: Double?
    @Output("The NDCG of the Bayes ranker.") var bayesNdcg: Double?

    var shown: [any DeclaredOutput] { [$methods, $passages, $questions] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The histories, one per line; items are ranked for those of the validation split.")
  var data: Corpus
  @Input("A transformer over the items, which is compared too.") var sasrec: ItemRecommender?
  @Input("The viewings of the histories, with which the Bayes ranker is compared too.")
  var viewings: Viewings?
  @Option(
    "After how many items of a history the next one is ranked.",
    .each(.within(1...100_000), count: 1...1000))
  var after: [Int] = [1, 2, 4, 8]
  @Option("How many places at the top of the ranking count.", .within(1...10_000)) var k = 5
  @Option("The maximum number of validation users.", .limit)
  var users: Int?
  @Option("What stands between the items of a line.", .notEmpty)
  var separator = ItemSeparator.standard
  @Option(
    "A prompt with `{history}`, to which an item is the response; without it, items are ranked as "
      + "continuations of a line.")
  var prompt: String?
  @Option(
    "Which places count: those whose next item occurs in training (`seen`), those whose item does "
      + "not (`unseen`), or `all`; except with `seen`, unseen items are ranked too.")
  var items = ItemChoice.seen
  @Option("The number of nearest neighbors.", .within(1...1_000_000)) var neighbors = 100

  enum ItemChoice: String, OptionChoice { case seen, all, unseen }

  func check(_ problems: inout Problems) {
    if let prompt {
      PromptTemplate.check(prompt, at: $prompt, needs: [.history], &problems)
      problems.requireWritable(
        prompt.replacing(PromptTemplate.Place.history.mark, with: ""), by: $model.outline,
        at: $prompt)
    }
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
    let histories = try ItemHistories(
      data, separator: separator, includesUnseen: items != .seen)
    let places = histories.validation.prefix(users ?? .max).enumerated().flatMap { user, items in
      after.sorted().compactMap {
        NextItem(user: user, items, after: $0, of: histories.items.count)
      }
    }.filter { items != .unseen || $0.chosen >= histories.seenCount }
    let scorer = try scorer(of: histories.items)
    let rankers = try ItemRankers(
      histories, neighbors: neighbors, sasrec: sasrec, viewings: viewings)
    let usable = try context.usable(places, called: "places") { try scorer.problem(of: $0) }
    let rankings = try context.inBatches(of: 1, usable, unit: "places") { batch in
      try batch.map { place in
        var scores = rankers.scores(for: place)
        scores[.model] = try scorer.logProbabilities(of: place)
        return ItemRanking(place, scores: scores)
      }
    }
    return RankingSummary(rankings, k: k).outputs(items: histories.items)
  }

  private func scorer(of items: [String]) throws -> ItemScorer {
    if let prompt {
      return try ItemScorer(
        model, items: items, separator: separator, asking: PromptTemplate(prompt))
    }
    return try ItemScorer(model, items: items, separator: separator)
  }
}
