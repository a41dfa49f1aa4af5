import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// A training's history as values, a table and a plot.
struct TrainingSummary {
  let history: [TrainingIteration]
  /// On the validation split, before the first iteration.
  var initialValidationLoss: Double?
  /// What a loss is counted in; nil for a plain number.
  var unit: String? = "nats/token"

  static var columns: [String] {
    ["iteration", "training-loss", "validation-loss", "learning-rate", "gradient-norm"]
  }

  /// The iterations between two evaluations, each stretch ending with one.
  var stretches: [ArraySlice<TrainingIteration>] {
    var stretches: [ArraySlice<TrainingIteration>] = []
    var start = history.startIndex
    for index in history.indices
    where history[index].validationLoss != nil || index == history.indices.last {
      stretches.append(history[start...index])
      start = index + 1
    }
    return stretches
  }

  var table: Table {
    let ends = stretches.compactMap(\.last)
    return Table([
      .init("iteration", integers: ends.map(\.iteration)),
      .init("training-loss", unit: unit, numbers: stretches.map { $0.map(\.loss).mean }),
      .init("validation-loss", unit: unit, ends.map { $0.validationLoss.map(Value.number) }),
      .init("learning-rate", numbers: ends.map(\.learningRate)),
      .init("gradient-norm", numbers: stretches.map { $0.map(\.gradientNorm).mean }),
    ])
  }

  fileprivate var plot: Plot {
    let smooth = smoothed
    var series = [Plot.Series("training", x: smooth.map(\.iteration), y: smooth.map(\.loss))]
    let start = initialValidationLoss.map { [(x: 0.0, y: $0)] } ?? []
    let evaluated =
      start
      + history.compactMap { each in each.validationLoss.map { (Double(each.iteration), $0) } }
    if !evaluated.isEmpty {
      series.append(
        Plot.Series(
          "validation", mark: .linesAndPoints, x: evaluated.map(\.x), y: evaluated.map(\.y)))
    }
    return Plot(
      .series(series), horizontal: Plot.Axis("iteration"), vertical: Plot.Axis("loss", unit: unit))
  }

  /// At most 200 points, each the mean of equally many iterations.
  private var smoothed: [(iteration: Double, loss: Double)] {
    let size = max(1, (history.count + 199) / 200)
    return stride(from: 0, to: history.count, by: size).map { start in
      let part = history[start..<min(start + size, history.count)]
      return (Double(part[part.endIndex - 1].iteration), part.map(\.loss).mean)
    }
  }

  static var columnsWithAccuracies: [String] {
    columns + ["training-accuracy", "validation-accuracy"]
  }

  /// The table with how often comparisons came out right.
  var tableWithAccuracies: Table {
    Table(
      table.columns + [
        .init("training-accuracy", stretches.map { .number($0.compactMap(\.accuracy).mean) }),
        .init(
          "validation-accuracy", stretches.map { $0.last?.validationAccuracy.map(Value.number) }),
      ])
  }

  /// The latest; nil without validation examples.
  var validationAccuracy: Double? {
    history.last { $0.validationAccuracy != nil }?.validationAccuracy
  }
}

/// What every training offers, besides what was trained.
struct TrainingOutputs: OutputGroup {
  @Output("The number of optimizer steps taken.") var iterations: Int
  @Output("Mean loss of the last tenth of the iterations.") var trainingLoss: Double?
  @Output("The loss on the validation split, at the end.") var validationLoss: Double?
  @Output("The lowest loss on the validation split during training.") var bestValidationLoss:
    Double?
  @Output("Training and validation loss by iteration.") var loss: Figure

  var shown: [any DeclaredOutput] { [$loss, $validationLoss] }
}

extension TrainingOutputs {
  init(_ summary: TrainingSummary) {
    let history = summary.history
    let validation = history.compactMap(\.validationLoss)
    let recent = history.suffix(max(1, history.count / 10)).map(\.loss)
    iterations = history.last?.iteration ?? 0
    if !recent.isEmpty { trainingLoss = recent.mean }
    validationLoss = validation.last
    bestValidationLoss = validation.min()
    loss = Figure(
      .plot(summary.plot), caption: "Loss by iteration, on the training and the validation split.")
  }
}
