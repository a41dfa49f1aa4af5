import Foundation
import OctavoEngine
import OctavoRunner

/// Responses of a policy in training, with every quantity of every token.
package struct Rollouts: Artifact {
  package typealias Record = ProximalPolicyOptimization.Record

  /// A response with its tokens' texts.
  struct Response: Codable, Hashable {
    var prompt: String
    var tokens: [String]
    var record: Record
  }

  /// What is known of the rollouts of a training before it has run.
  package struct Outline: Sendable {
    var iterations: Int
    /// Kept are those of the first iteration, of every so many, and of the last.
    var interval: Int
    /// How many responses of an iteration are kept.
    var responses: Int

    func isKept(_ iteration: Int) -> Bool {
      responses > 0 && 1...iterations ~= iteration
        && (iteration == 1 || iteration == iterations || iteration.isMultiple(of: interval))
    }
  }

  package static let kind = ArtifactKind("rollouts", "responses of a policy, token by token")

  var responses: [Response]

  package init(_ records: [Record], _ tokenizer: Tokenizer) {
    responses = records.map { record in
      Response(
        prompt: tokenizer.decode(record.prompt), tokens: record.response.map(tokenizer.display),
        record: record)
    }
  }

  private static let name = "rollouts.jsonl"

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file(Self.name, JSONLines.encode(responses))
  }

  package init(contentsOf folder: URL) throws {
    responses = try JSONLines.decode(from: folder.appending(path: Self.name))
  }
}
