import OctavoEngine
import OctavoResults
import OctavoRunner

/// The outputs of a training on a policy's own responses.
struct SampledOutputs: OutputGroup {
  @Output("The reward's mean score of the last tenth of the iterations.") var score: Double
  @Output("The same of the judge, where a reward model is the reward.") var goldScore: Double?
  @Output("The divergence from the reference there, in nats per response.") var kl: Double
  @Output("The mean length of the responses there, in tokens.") var responseLength: Double
  @Output("How many responses were sampled.") var samples: Int
  @Output("How many comparisons they came to, ties left out.") var comparisons: Int
  @Output("The number of optimizer steps taken.") var iterations: Int
  @Output("Mean loss of the last tenth of the iterations.") var trainingLoss: Double
  @Output(
    "One row for every so many iterations, with means since the row before.",
    columns: [
      "iteration", "score", "gold-score", "kl", "response-length", "comparisons", "training-loss",
      "training-accuracy", "learning-rate", "gradient-norm",
    ]) var history: Table
  @Output("The score, and the gold score where there is one, by iteration.") var scores: Figure
  @Output("The divergence from the reference by iteration.") var divergence: Figure

  var shown: [any DeclaredOutput] {
    [$scores, $divergence, $score, $goldScore, $kl, $responseLength, $samples, $comparisons]
  }
}

extension SampledOutputs {
  init(_ loop: TrainingLoop<OnlinePreferenceOptimization>) {
    let (settings, sampled) = (loop.objective.settings, loop.objective.state.iterations)
    let recent = sampled.suffix(max(1, sampled.count / 10))
    score = recent.map(\.score).mean
    goldScore =
      recent.allSatisfy { $0.goldScore != nil }
      ? recent.compactMap(\.goldScore).mean : nil
    kl = recent.map(\.kl).mean
    responseLength = recent.map(\.length).mean
    samples = sampled.count * settings.recipe.batch * settings.responses
    comparisons = sampled.map(\.comparisons).reduce(0, +)
    iterations = loop.history.count
    trainingLoss = loop.history.suffix(recent.count).map(\.loss).mean
    let rows = IterationRows(loop.history.count, every: settings.recipe.evaluationInterval)
    history = Table([
      rows.iterations,
      .init("score", rows.means { sampled[$0].score }),
      .init("gold-score", rows.means { sampled[$0].goldScore }),
      .init("kl", unit: "nats", rows.means { sampled[$0].kl }),
      .init("response-length", unit: "tokens", rows.means { sampled[$0].length }),
      .init("comparisons", rows.means { Double(sampled[$0].comparisons) }),
      .init("training-loss", unit: "nats", rows.means { loop.history[$0].loss }),
      .init("training-accuracy", rows.means { loop.history[$0].accuracy }),
      .init("learning-rate", rows.means { loop.history[$0].learningRate }),
      .init("gradient-norm", rows.means { loop.history[$0].gradientNorm }),
    ])
    scores = .byIteration(
      "mean score",
      [("score", sampled.map(\.score)), ("gold score", sampled.compactMap(\.goldScore))],
      caption: "The mean score of an iteration's responses.")
    divergence = .byIteration(
      "KL from the reference", unit: "nats", [("KL", sampled.map(\.kl))],
      caption: "The KL divergence of the policy from the reference, by iteration.")
  }
}
