import Foundation
import OctavoEngine
import Testing

/// How scores become the distribution that is sampled from.
let goldenSampling: [String: GoldenCheck] = [
  "top_k": { golden in
    let k = Int(try golden.parameter("k"))
    try golden.expectDistribution(SamplingSettings(topK: k), "probs", keep: "keep")
  },
  "top_p": { golden in
    let p = try golden.parameter("p")
    try golden.expectDistribution(
      SamplingSettings(topP: p), "probs_crossing", keep: "keep_crossing")
  },
  "min_p": { golden in
    let p = try golden.parameter("min_p")
    try golden.expectDistribution(SamplingSettings(minP: p), "probs", keep: "keep")
  },
  "temperature": { golden in
    let temperature = try golden.parameter("temperature")
    try golden.expectDistribution(SamplingSettings(temperature: temperature), "probs")
  },
  "repetition_penalty": { golden in
    let settings = SamplingSettings(repetitionPenalty: try golden.parameter("penalty"))
    let logits = try golden.tensor("logits")
    let seen = try golden.integers("seen").chunks(of: 4)
    let penalized = try golden.expected("ctrl").chunks(of: logits.columns)
    for (row, scores) in logits.values.chunks(of: logits.columns).enumerated() {
      let weights = penalized[row].map { exp($0) }
      let total = weights.reduce(0, +)
      let actual = TokenDistribution(logits: scores, seen: seen[row], settings).probabilities
      expectClose(actual, weights.map { $0 / total }, tolerance: 1e-6, "\(golden.id)")
    }
  },
  "categorical_sample": { golden in
    let distribution = TokenDistribution(probabilities: try golden.tensor("probs").values)
    let drawn = try golden.inputs.value("u").numbers.map { distribution.token(at: $0) }
    #expect(drawn.map(Double.init) == (try golden.expected("index")), "\(golden.id)")
  },
]

extension GoldenCase {
  /// Checks the probabilities of every row of logits, and which are not zero.
  func expectDistribution(
    _ settings: SamplingSettings, _ name: String, keep: String? = nil
  ) throws {
    let logits = try tensor("logits")
    let actual = logits.values.chunks(of: logits.columns).flatMap {
      TokenDistribution(logits: $0, settings).probabilities
    }
    try expect(actual, name, tolerance: 1e-6)
    if let keep {
      #expect(actual.map { $0 > 0 ? 1 : 0 } == (try expected(keep)), "\(id)")
    }
  }
}
