import OctavoEngine
import OctavoResults
import OctavoRunner

/// What implicit Q-learning says of its training.
struct ImplicitQOutputs: OutputGroup {
  @Output("The number of optimizer steps taken.") var iterations: Int
  @Output("The mean loss of Q of the last tenth of the iterations, both heads together.")
  var actionValueLoss: Double
  @Output("The same of V.") var stateValueLoss: Double
  @Output("The mean cross-entropy of the responses' tokens there, in nats per token.")
  var imitationLoss: Double
  @Output("The mean V there.") var stateValue: Double
  @Output(
    "One row for every so many iterations, with means since the row before.",
    columns: [
      "iteration", "training-loss", "action-value-loss", "state-value-loss", "conservative-loss",
      "imitation-loss", "state-value", "action-value", "learning-rate", "gradient-norm",
    ]) var history: Table
  @Output("The mean values of the responses' tokens by iteration.") var values: Figure

  var shown: [any DeclaredOutput] {
    [$values, $actionValueLoss, $stateValueLoss, $imitationLoss]
  }
}

extension ImplicitQOutputs {
  init(_ loop: TrainingLoop<ImplicitQLearning>) {
    let (history, parts) = (loop.history, loop.objective.state.iterations)
    let recent = parts.suffix(max(1, parts.count / 10))
    iterations = history.count
    actionValueLoss = recent.map(\.actionValueLoss).mean
    stateValueLoss = recent.map(\.stateValueLoss).mean
    imitationLoss = recent.map(\.imitationLoss).mean
    stateValue = recent.map(\.stateValue).mean
    let rows = IterationRows(history.count, every: loop.objective.recipe.evaluationInterval)
    self.history = Table([
      rows.iterations,
      .init("training-loss", rows.means { history[$0].loss }),
      .init("action-value-loss", rows.means { parts[$0].actionValueLoss }),
      .init("state-value-loss", rows.means { parts[$0].stateValueLoss }),
      .init("conservative-loss", unit: "nats/token", rows.means { parts[$0].conservativeLoss }),
      .init("imitation-loss", unit: "nats/token", rows.means { parts[$0].imitationLoss }),
      .init("state-value", rows.means { parts[$0].stateValue }),
      .init("action-value", rows.means { parts[$0].actionValue }),
      .init("learning-rate", rows.means { history[$0].learningRate }),
      .init("gradient-norm", rows.means { history[$0].gradientNorm }),
    ])
    values = .byIteration(
      "mean value",
      [("V", parts.map(\.stateValue)), ("target Q", parts.map(\.actionValue))],
      caption: "The mean values of the states and of the tokens that were written, by iteration.")
  }
}
