import Foundation
import OctavoEngine
import Testing

/// Losses and statistics of logits.
let goldenLikelihood: [String: GoldenCheck] = [
  "cross_entropy": { golden in
    let logits = try golden.tensor("logits")
    let targets = try golden.integers("targets")
    let smoothing = Float(try golden.params["label_smoothing"]?.number ?? 0)
    let tape = Tape()
    let input = tape.variable(logits)
    let loss = input.crossEntropy(targets, smoothing: smoothing)
    let isSafe = golden.expected["value_safe"] != nil
    try golden.expect([loss.value.scalar], isSafe ? "value_safe" : "value")
    let gradient = tape.gradients(of: loss, by: [input])[0]
    for name in ["d_logits", "d_logits_safe"] where golden.expected[name] != nil {
      try golden.expect(gradient.values, name)
    }
    if golden.expected["per_token"] != nil {
      let perToken = targets.indices.map { row in
        let alone = targets.indices.map { $0 == row ? targets[$0] : -100 }
        return Variable(logits).crossEntropy(alone).value.scalar
      }
      try golden.expect(perToken, "per_token")
    }
  },
  "gradient_accumulation": { golden in
    let counts = try golden.tensor("micro_count")
    let mean = Variable(try golden.tensor("micro_mean")).mean(mask: counts)
    try golden.expect([mean.value.scalar], "token_weighted")
  },
  "logprobs_of_labels": { golden in
    let logits = Variable(try golden.tensor("logits"))
    let labels = try golden.integers("labels")
    try golden.expect(logits.logProbabilities(of: labels).value.values, "logprobs")
    try golden.expect(
      logits.logProbabilities(of: labels, temperature: 0.7).value.values,
      "logprobs_temperature_0.7")
  },
  "entropy_from_logits": { golden in
    let tape = Tape()
    let logits = tape.variable(try golden.tensor("logits"))
    let entropy = logits.entropy()
    try golden.expect(entropy.value.values, "per_position")
    let mean = entropy.mean(mask: try golden.tensor("mask"))
    try golden.expect([mean.value.scalar], "value")
    if golden.expected["d_logits"] != nil {
      try golden.expect(tape.gradients(of: mean, by: [logits])[0].values, "d_logits")
    }
  },
]
