import Foundation
import OctavoEngine
import OctavoRunner

/// Responses to prompts and which of them is better, some of them held back.
package struct Preferences: Artifact {
  package struct Preference: Codable, Hashable, Sendable {
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
  }

  /// What is known of preferences before they are there.
  package struct Outline: Sendable {
    var isHeldBackFrom: Bool
  }

  package static let kind = ArtifactKind(
    "preferences", "ranked responses to prompts, some of them held back")

  var training: [Preference]
  var validation: [Preference]

  package init(training: [Preference], validation: [Preference]) {
    self.training = training
    self.validation = validation
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file("training.jsonl", JSONLines.encode(training))
    try sink.file("validation.jsonl", JSONLines.encode(validation))
  }

  package init(contentsOf folder: URL) throws {
    training = try JSONLines.decode(from: folder.appending(path: "training.jsonl"))
    validation = try JSONLines.decode(from: folder.appending(path: "validation.jsonl"))
  }
}

extension [Preferences.Preference] {
  /// The preferences as tokens, prompt and responses each on its own.
  func encoded(by tokenizer: Tokenizer) throws -> [RankedResponses] {
    try map { preference in
      RankedResponses(
        prompt: try tokenizer.encode(preference.prompt),
        responses: try preference.responses.map { try tokenizer.encode($0) },
        ranks: preference.ranks, margin: preference.margin ?? 0,
        goldScores: preference.goldScores)
    }
  }

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
