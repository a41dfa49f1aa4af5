import OctavoEngine
import OctavoResults

/// The most influential examples of every query, and what they have in common with it.
struct InfluenceSummary {
  private enum Effect: String, CaseIterable { case helpful, harmful }

  /// An example for a query.
  private struct Choice {
    let query: Int
    let effect: Effect
    let rank: Int
    let example: Int
  }

  private let influence: Influence
  private let choices: [Choice]
  /// The words of each prompt at the chosen place; nil where it has fewer.
  private let exampleWords, queryWords: [Substring?]

  init(_ influence: Influence, count: Int, word: Int) {
    self.influence = influence
    func words(_ pairs: [Pairs.Pair]) -> [Substring?] {
      pairs.map { pair in
        let words = pair.prompt.split(whereSeparator: \.isWhitespace)
        return word <= words.count ? words[word - 1] : nil
      }
    }
    exampleWords = words(influence.examples)
    queryWords = words(influence.queries)
    choices = influence.scores.enumerated().flatMap { query, scores in
      // The most helpful first; of equal ones that which comes first.
      let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
      return Effect.allCases.flatMap { effect in
        let best = effect == .helpful ? Array(order) : order.reversed()
        return best.prefix(count).enumerated().map {
          Choice(query: query, effect: effect, rank: $0 + 1, example: $1)
        }
      }
    }
  }

  private func isRelated(_ query: Int, _ example: Int) -> Bool {
    queryWords[query] != nil && queryWords[query] == exampleWords[example]
  }

  private func isSameResponse(_ query: Int, _ example: Int) -> Bool {
    influence.queries[query].response == influence.examples[example].response
  }

  /// The shares of pairs of a query and an example that are related, and that have one response.
  private func shares(
    _ pairs: [(query: Int, example: Int)]
  ) -> (related: Double, sameResponse: Double) {
    let count = Double(max(1, pairs.count))
    return (
      Double(pairs.count { isRelated($0.query, $0.example) }) / count,
      Double(pairs.count { isSameResponse($0.query, $0.example) }) / count
    )
  }

  var outputs: InfluenceScore.Outputs {
    func chosen(_ effect: Effect) -> (related: Double, sameResponse: Double) {
      shares(choices.filter { $0.effect == effect }.map { ($0.query, $0.example) })
    }
    let (helpful, harmful) = (chosen(.helpful), chosen(.harmful))
    let all = shares(
      influence.queries.indices.flatMap { query in
        influence.examples.indices.map { (query, $0) }
      })
    var outputs = InfluenceScore.Outputs()
    outputs.influence = influence
    outputs.examples = table
    outputs.shares = Table([
      .init("effect", texts: ["helpful", "harmful", "all"]),
      .init("related", numbers: [helpful, harmful, all].map(\.related)),
      .init("same-response", numbers: [helpful, harmful, all].map(\.sameResponse)),
    ])
    outputs.helpfulRelated = helpful.related
    outputs.helpfulSameResponse = helpful.sameResponse
    outputs.harmfulRelated = harmful.related
    outputs.harmfulSameResponse = harmful.sameResponse
    outputs.related = all.related
    outputs.sameResponse = all.sameResponse
    outputs.queries = influence.queries.count
    outputs.passages = passages
    return outputs
  }

  private var table: Table {
    let queries = choices.map { influence.queries[$0.query] }
    let examples = choices.map { influence.examples[$0.example] }
    return Table([
      .init("query", integers: choices.map { $0.query + 1 }),
      .init("query-prompt", texts: queries.map(\.prompt)),
      .init("query-response", texts: queries.map(\.response)),
      .init("effect", texts: choices.map(\.effect.rawValue)),
      .init("rank", integers: choices.map(\.rank)),
      .init("prompt", texts: examples.map(\.prompt)),
      .init("response", texts: examples.map(\.response)),
      .init("score", numbers: choices.map { influence.scores[$0.query][$0.example] }),
      .init("related", integers: choices.map { isRelated($0.query, $0.example) ? 1 : 0 }),
      .init(
        "same-response", integers: choices.map { isSameResponse($0.query, $0.example) ? 1 : 0 }),
    ])
  }

  private var passages: Figure {
    Figure(
      .passages(
        influence.queries.indices.prefix(3).flatMap { query in
          let pair = influence.queries[query]
          let extremes = choices.filter { $0.query == query && $0.rank == 1 }
          return [Passage(label: "query", prompt: pair.prompt, text: pair.response)]
            + extremes.map { choice in
              let example = influence.examples[choice.example]
              return Passage(
                label: "most \(choice.effect.rawValue)", prompt: example.prompt,
                text: example.response)
            }
        }))
  }
}
