import OctavoEngine
import OctavoRunner

/// A response with what a judge thinks of it.
struct JudgedResponse {
  let sample: Sample
  let text: String
  let gold: Double

  /// In tokens.
  var length: Double { Double(sample.tokens.count) }
}

extension [JudgedResponse] {
  /// Of the responses, those that a stop has ended.
  var endedShare: Double { Double(count { $0.sample.isStopped }) / Double(Swift.max(1, count)) }
}

/// Has models respond to the same prompts with the same random numbers.
struct ResponseSampler {
  static let promptsAtOnce = 64

  let prompts: [[Int32]]
  let settings: SamplingSettings
  let judge: Scorer
  let stream: RandomStream

  /// One response to each prompt, the best of several where there are several.
  ///
  /// - Parameter chooser: scores those to choose from; without it, the judge does.
  func responses(
    of policy: LanguageModel, bestOf n: Int = 1, chooser: Scorer? = nil, in context: StepContext
  ) throws -> [JudgedResponse] {
    var chosen: [Sample] = []
    for batch in prompts.batches(of: Self.promptsAtOnce) {
      let (start, part) = (batch.startIndex, Array(batch))
      var best: [(sample: Sample, score: Double)] = []
      for draw in 0..<n {
        let samples = try policy.model.sample(
          prompts: part, settings: settings,
          stream: stream.derived(for: "prompts from \(start)", index: draw))
        let scores =
          n == 1 ? part.map { _ in 0 } : try (chooser ?? judge)(part, samples.map(\.tokens))
        let drawn = zip(samples, scores).map { (sample: $0, score: $1) }
        best = draw == 0 ? drawn : zip(best, drawn).map { $1.score > $0.score ? $1 : $0 }
        try context.report(
          StepProgress(
            start * n + (draw + 1) * part.count, of: prompts.count * n, unit: "responses"))
      }
      chosen += best.map(\.sample)
    }
    let scores = try judge(prompts, chosen.map(\.tokens))
    return zip(chosen, scores).map { sample, score in
      JudgedResponse(
        sample: sample, text: policy.tokenizer.decode(sample.tokens), gold: score)
    }
  }
}
