import OctavoBase
import OctavoEngine
import OctavoRunner

/// Responses to prompts, and which of them is better.
package struct Preferences: ExampleSet {
  package struct Preference: TextExample {
    package var prompt: String
    package var responses: [String]
    /// One a response: 0 is the best, equal ranks are ties.
    package var ranks: [Int]
    /// By how much the better response's score should exceed the worse one's.
    package var margin: Double?
    /// What the judge truly thinks of each response, where a judge has ranked them.
    package var goldScores: [Double]?

    package init(
      prompt: String, responses: [String], ranks: [Int], margin: Double? = nil,
      goldScores: [Double]? = nil
    ) {
      self.prompt = prompt
      self.responses = responses
      self.ranks = ranks
      self.margin = margin
      self.goldScores = goldScores
    }

    package init?(json: JSON) {
      let ranks = json["ranks"]?.elements?.map(\.integer)
      let goldScores = json["goldScores"]?.elements?.map(\.number)
      guard let prompt = json["prompt"]?.string,
        let responses = json["responses"]?.strings, let ranks,
        ranks.count == responses.count, !ranks.contains(nil), goldScores?.contains(nil) != true,
        goldScores.map({ $0.count == responses.count }) ?? true
      else { return nil }
      self.init(
        prompt: prompt, responses: responses, ranks: ranks.compactMap { $0 },
        margin: json["margin"]?.number, goldScores: goldScores?.compactMap { $0 })
    }

    package var json: JSON {
      let members: [(String, JSON?)] = [
        ("goldScores", goldScores.map { .array($0.map(JSON.init(shortest:))) }),
        ("margin", margin.map(JSON.init(shortest:))),
        ("prompt", .string(prompt)),
        ("ranks", .array(ranks.map(JSON.integer))),
        ("responses", .array(responses.map(JSON.string))),
      ]
      return .object(
        members.compactMap { key, value in value.map { JSON.Member(key: key, value: $0) } })
    }

    package func encoded(by tokenizer: Tokenizer) throws -> RankedResponses {
      RankedResponses(
        prompt: try tokenizer.encode(prompt),
        responses: try responses.map { try tokenizer.encode($0) }, ranks: ranks,
        margin: margin ?? 0, goldScores: goldScores)
    }
  }

  package static let kind = ArtifactKind(
    "preferences", "ranked responses to prompts, with a validation split")

  package var training: [Preference]
  package var validation: [Preference]

  package init(training: [Preference], validation: [Preference]) {
    self.training = training
    self.validation = validation
  }

  /// - Throws: where a preference has no gold scores.
  func requireGoldScores() throws {
    guard (training + validation).contains(where: { $0.goldScores == nil }) else { return }
    throw OperationError(
      "the preferences do not say how far apart the responses are",
      remedy: "use preferences of `preferences.collect`, which keep the judge's scores")
  }
}

extension [Preferences.Preference] {
  /// How many comparisons they come to, ties not counted.
  var comparisons: Int {
    reduce(0) { sum, preference in
      let ranks = preference.ranks
      return sum
        + ranks.indices.reduce(0) { sum, index in
          sum + ranks[(index + 1)...].count { $0 != ranks[index] }
        }
    }
  }
}
