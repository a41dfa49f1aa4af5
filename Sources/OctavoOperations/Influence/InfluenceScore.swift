import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `influence.score`: which training examples a model's answers depend on.
struct InfluenceScore: Operation {
  static let manual = Manual(
    "influence.score", "Estimates how much each training example changes the loss of each query.",
    discussion: """
      The score of an example z for a query q is −∇L(q)ᵀ H⁻¹ ∇L(z): the change of the query's loss if z \
      counted a little more in training (Koh and Liang 2017). Below 0, the example helps the query. The \
      examples are the training split that the model was trained on, the queries the validation split. A \
      loss is the cross-entropy of a response, summed over its tokens.

      H is the Fisher information matrix of the weights in `layers`, estimated with responses that are \
      drawn from the model, plus `damping`. `exact` inverts it as it is. `ekfac` approximates it \
      (George et al. 2018; Grosse et al. 2023): layers are independent, and in each the eigenvectors are \
      those of the covariances of its inputs and of its outputs' gradients. `gradient` leaves H out, \
      `cosine` also divides by the lengths of the gradients. `bm25` counts the words that query and \
      example share, `random` draws normal numbers; both are baselines.

      An example counts as related to a query if one word of their prompts is the same, that at the \
      place `word`.
      """,
    example: """
      run: influence.score
      model: tuned
      data: pairs
      method: ekfac
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The scores.") var influence: Influence
    @Output(
      "The most influential examples of each query; `related` and `same-response` are 1 or 0.",
      columns: [
        "query", "query-prompt", "query-response", "effect", "rank", "prompt", "response", "score",
        "related", "same-response",
      ],
      types: [
        "query-prompt": .text, "query-response": .text, "effect": .text, "prompt": .text,
        "response": .text,
      ]) var examples: Table
    @Output(
      "How many of the most influential examples, and of all, are related to the query or have its response.",
      columns: ["effect", "related", "same-response"], types: ["effect": .text]) var shares: Table
    @Output("The share of related examples among the most helpful.", isShare: true)
    var helpfulRelated: Double
    @Output("The share with the query's response among the most helpful.", isShare: true)
    var helpfulSameResponse: Double
    @Output("The share of related examples among the most harmful.", isShare: true)
    var harmfulRelated: Double
    @Output("The share with the query's response among the most harmful.", isShare: true)
    var harmfulSameResponse: Double
    @Output("The share of related examples among all.", isShare: true) var related: Double
    @Output("The share with the query's response among all.", isShare: true)
    var sameResponse: Double
    @Output("The number of queries.") var queries: Int
    @Output("The first queries with their most helpful and most harmful example.")
    var passages: Figure

    var shown: [any DeclaredOutput] { [$passages, $shares, $queries] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The examples that the model was trained on; the validation split has the queries.")
  var data: Pairs
  let options = InfluenceOptions()
  @Option("At most this many queries, from the first.", .limit) var limit: Int?
  @Option("How many of the most influential examples are shown for each query.", .within(1...1000))
  var count = 5
  @Option("The place in the prompts, from 1, of the word that related examples share.", .limit)
  var word = 1

  func check(_ problems: inout Problems) {
    problems.requireValidation(of: $data)
    options.check(for: $model.outline, &problems)
    problems.requireMemory(
      memory, for: "computing gradients", at: $model.field, remedy: "use a smaller model")
  }

  var memory: Int? { $model.outline?.configuration.trainingBytes(batch: 1) }

  func run(in context: StepContext) throws -> Outputs {
    func usable(_ pairs: some Sequence<Pairs.Pair>, _ name: String) throws -> [QuizQuestion] {
      try context.usable(
        pairs.map { QuizQuestion(pair: $0, tokens: try $0.encoded(by: model.tokenizer)) },
        called: name
      ) { $0.tokens.problem(for: model.model.configuration) }
    }
    let examples = try usable(data.training, "examples")
    let queries = try usable(data.validation.prefix(limit ?? .max), "queries")
    let scores = try scores(of: examples, on: queries, in: context)
    let influence = Influence(
      examples: examples.map(\.pair), queries: queries.map(\.pair), scores: scores)
    return InfluenceSummary(influence, count: count, word: word).outputs
  }

  private func scores(
    of examples: [QuizQuestion], on queries: [QuizQuestion], in context: StepContext
  ) throws -> [[Double]] {
    let stream = RandomStream(seed: context.seed)
    switch options.method {
    case .bm25:
      let index = BM25(examples.map { $0.pair.prompt + $0.pair.response })
      return queries.map { query in
        var scores = [Double](repeating: 0, count: examples.count)
        for hit in index.best(examples.count, for: query.pair.prompt + query.pair.response) {
          scores[hit.document] = -hit.score
        }
        return scores
      }
    case .random:
      return queries.indices.map { query in
        var stream = stream.derived(for: "random", index: query)
        return examples.map { _ in stream.normal() }
      }
    case .ekfac, .exact, .gradient, .cosine:
      return try gradientScores(of: examples, on: queries, stream, in: context)
    }
  }

  private func gradientScores(
    of examples: [QuizQuestion], on queries: [QuizQuestion], _ stream: RandomStream,
    in context: StepContext
  ) throws -> [[Double]] {
    guard let settings = options.settings else { return [] }
    let gradients = ResponseGradients(
      model.model, options.layers(of: model.model.configuration))
    let drawn = settings.method.hasCurvature ? examples.count * settings.rounds : 0
    if settings.method == .exact, drawn > Self.mostEquations {
      throw OperationError(
        "the exact inverse would solve \(NumberText.integer(drawn)) equations, and at most "
          + "\(NumberText.integer(Self.mostEquations)) can be solved",
        remedy: "train on fewer examples, draw fewer `labels`, or choose `method: ekfac`")
    }
    let kept = queries.count + examples.count + (settings.method == .exact ? drawn : 0)
    let bytes = Int(saturating: 8 * Double(kept) * Double(gradients.layers.count))
    guard bytes <= MachineMemory.total else {
      throw OperationError(
        "the gradients would take about \(NumberText.bytes(bytes)), and \(MachineMemory.sentence)",
        remedy: "choose fewer `layers`, or fewer examples")
    }
    let passes = queries.count + examples.count + drawn * (settings.method == .ekfac ? 2 : 1)
    let progress = context.progress(of: passes, unit: "gradients")
    let scores = try gradients.influence(
      of: examples.map(\.tokens), on: queries.map(\.tokens), settings, stream: stream,
      progress: progress)
    guard let scores else {
      throw OperationError(
        "the gradients of this model are zero or not finite, so that no influence can be computed",
        remedy: "use a model whose training did not diverge")
    }
    return scores
  }

  private static let mostEquations = 4096
}
