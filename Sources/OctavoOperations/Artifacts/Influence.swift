import Foundation
import OctavoEngine
import OctavoRunner

/// How much each training example influences the loss of each query.
package struct Influence: Artifact {
  package static let kind = ArtifactKind(
    "influence", "scores of training examples for queries", isDelivered: false)

  package var examples: [Pairs.Pair]
  package var queries: [Pairs.Pair]
  /// A row for each query, a column for each example: below 0 for what lowers the query's loss.
  package var scores: [[Double]]

  package init(examples: [Pairs.Pair], queries: [Pairs.Pair], scores: [[Double]]) {
    self.examples = examples
    self.queries = queries
    self.scores = scores
  }

  private static let examplesName = "examples.jsonl"
  private static let queriesName = "queries.jsonl"
  private static let scoresName = "scores.jsonl"

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file(Self.examplesName) { write in try ExampleLines.write(examples, write) }
    try sink.file(Self.queriesName) { write in try ExampleLines.write(queries, write) }
    try sink.file(Self.scoresName, JSONLines.encode(scores))
  }

  package init(contentsOf folder: URL) throws {
    examples = try ExampleLines.read(folder.appending(path: Self.examplesName))
    queries = try ExampleLines.read(folder.appending(path: Self.queriesName))
    scores = try JSONLines.decode(from: folder.appending(path: Self.scoresName))
  }

  /// What a model trained on some of the examples should lose on each query, but for a constant of the
  /// query: the sum of their scores.
  ///
  /// - Throws: at an example that has no score, or that is kept more often than it was scored.
  func predictions(keeping kept: [Pairs.Pair]) throws(UnscoredExample) -> [Double] {
    var places: [Pairs.Pair: [Int]] = [:]
    // The first of equal examples is taken first.
    for (place, example) in examples.enumerated().reversed() {
      places[example, default: []].append(place)
    }
    var columns: [Int] = []
    for example in kept {
      guard let place = places[example]?.popLast() else { throw UnscoredExample(example: example) }
      columns.append(place)
    }
    return scores.map { row in columns.reduce(0) { $0 + row[$1] } }
  }
}

/// An example of which no influence is known.
struct UnscoredExample: Error {
  let example: Pairs.Pair
}
