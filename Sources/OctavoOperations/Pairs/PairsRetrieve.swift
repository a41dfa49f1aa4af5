import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.retrieve`: prompts are given what a search finds on them.
struct PairsRetrieve: Operation {
  static let manual = Manual(
    "pairs.retrieve", "Puts the passages of a text that match a prompt in front of it.",
    discussion: """
      Retrieval-augmented generation (Lewis et al. 2020) with the model left as it is: what it needs to \
      know stands in its prompt. Passages of both splits are ranked by BM25 (Robertson and \
      Zaragoza 2009) on the words of the prompt, the best first. `by: chance` draws them blindly, as a \
      control. A passage counts as a hit if the words of the response stand in it, in their order and \
      with their digits; recall is the share of prompts with a hit among their passages, on the \
      validation split where there is one.
      """,
    example: """
      run: pairs.retrieve
      data: facts.questions
      passages: facts
      count: 3
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The prompts after their passages, with their responses.") var pairs: Pairs
    @Output("The share of prompts with a hit among their passages.", isShare: true) var recall:
      Estimate
    @Output(
      "Recall with so many of the passages.", columns: ["passages", "recall", "lower", "upper"])
    var recallByCount: Table
    @Output(
      "The passages of each prompt that recall is measured on; `holds-response` is 1 or 0.",
      columns: ["prompt", "rank", "passage", "score", "holds-response"],
      types: ["prompt": .text, "passage": .text]) var hits: Table
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { [summary.$passages, $recall.withInterval] }
  }

  @Input("The prompts and responses.") var data: Pairs
  @Input("The text whose passages are put in front of them.") var passages: Corpus
  @Option("How many passages a prompt is given.", .within(1...1000)) var count = 3
  @Option("How passages are chosen.") var by = Choice.bm25
  @Option("BM25's k1: the weight of repeated words in a passage.", .within(0...100))
  var saturation = 1.2
  @Option("BM25's b: the strength of length normalization.", .within(0...1))
  var lengthNormalization = 0.75
  @Option("What separates passages.") var documents = DocumentSeparator.line

  enum Choice: String, OptionChoice { case bm25, chance }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let outline = $data.outline { outputs[\.$pairs] = outline }
  }

  /// A pair with what was found for it.
  private struct Retrieval {
    let pair: Pairs.Pair
    let passages: [String]
    let scores: [Double?]

    /// The rank of the first passage that holds the response, from 1; nil where none does.
    var firstHit: Int? {
      passages.firstIndex { $0.holdsWords(of: pair.response) }.map { $0 + 1 }
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let texts = documents.split(passages.training) + documents.split(passages.validation)
    guard !texts.isEmpty else { throw OperationError("there is no passage to retrieve") }
    let index = BM25(
      texts, saturation: saturation, lengthNormalization: lengthNormalization)
    let stream = RandomStream(seed: context.seed)
    func retrievals(_ pairs: [Pairs.Pair], _ part: String) throws -> [Retrieval] {
      let progress = context.progress(of: pairs.count, unit: "prompts")
      return try pairs.enumerated().map { number, pair in
        try progress(number)
        switch by {
        case .bm25:
          let hits = index.best(count, for: pair.prompt)
          return Retrieval(
            pair: pair, passages: hits.map { texts[$0.document] }, scores: hits.map(\.score))
        case .chance:
          var stream = stream.derived(for: part, index: number)
          let drawn = texts.drawn(count, using: &stream)
          return Retrieval(pair: pair, passages: drawn, scores: drawn.map { _ in nil })
        }
      }
    }
    let training = try retrievals(data.training, "training")
    let validation = try retrievals(data.validation, "validation")
    var outputs = Outputs()
    outputs.pairs = Pairs(
      training: training.map(augmented), validation: validation.map(augmented))
    outputs.summary = PairsSummary(of: outputs.pairs)
    add(validation.isEmpty ? training : validation, to: &outputs)
    return outputs
  }

  private func augmented(_ retrieval: Retrieval) -> Pairs.Pair {
    Pairs.Pair(
      prompt: documents.joined(retrieval.passages) + retrieval.pair.prompt,
      parts: retrieval.pair.parts)
  }

  private func add(_ retrievals: [Retrieval], to outputs: inout Outputs) {
    let ranks = retrievals.map(\.firstHit)
    let recalls = (1...count).map { count in
      Estimate(share: ranks.count { $0.map { $0 <= count } ?? false }, of: retrievals.count)
    }
    outputs.recall = recalls[count - 1]
    outputs.recallByCount = Table([
      .init("passages", integers: Array(1...count)),
      .init("recall", numbers: recalls.map(\.value)),
      .init("lower", numbers: recalls.map(\.lower)),
      .init("upper", numbers: recalls.map(\.upper)),
    ])
    let rows = retrievals.flatMap { retrieval in
      retrieval.passages.indices.map { (retrieval: retrieval, place: $0) }
    }
    outputs.hits = Table([
      .init("prompt", texts: rows.map(\.retrieval.pair.prompt)),
      .init("rank", integers: rows.map { $0.place + 1 }),
      .init("passage", texts: rows.map { $0.retrieval.passages[$0.place] }),
      .init("score", rows.map { $0.retrieval.scores[$0.place].map(Value.number) }),
      .init(
        "holds-response",
        integers: rows.map {
          $0.retrieval.passages[$0.place].holdsWords(of: $0.retrieval.pair.response) ? 1 : 0
        }),
    ])
  }
}

extension [String] {
  /// Some of these, each at most once, in a random order.
  fileprivate func drawn(_ count: Int, using stream: inout RandomStream) -> [String] {
    var places: [Int] = []
    while places.count < Swift.min(count, self.count) {
      let place = stream.integer(below: self.count)
      if !places.contains(place) { places.append(place) }
    }
    return places.map { self[$0] }
  }
}
