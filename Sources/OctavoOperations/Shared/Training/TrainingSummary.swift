import OctavoEngine
import OctavoResults
import OctavoRunner

/// A training's history as values, a table and a plot.
struct TrainingSummary {
  let history: [TrainingIteration]
  /// On what is held back, before the first iteration.
  var initialValidationLoss: Double?
  /// What a loss is counted in.
  var unit = "nats/token"

  /// What every training offers.
  static var outputs: [Output] {
    [
      .value("iterations", .integer, "How many optimiser steps were taken."),
      .value("training-loss", .number, "Mean loss of the last tenth of the iterations."),
      .value("validation-loss", .number, "Loss on what is held back, at the end."),
      .value("best-validation-loss", .number, "The lowest loss on what is held back on the way."),
      .figure("loss", "Training and validation loss by iteration."),
    ]
  }

  static var columns: [String] {
    ["iteration", "training-loss", "validation-loss", "learning-rate", "gradient-norm"]
  }

  var result: StepResult {
    var result = StepResult()
    let validation = history.compactMap(\.validationLoss)
    let recent = history.suffix(max(1, history.count / 10)).map(\.loss)
    result.values["iterations"] = .integer(history.last?.iteration ?? 0)
    if !recent.isEmpty { result.values["training-loss"] = .number(recent.mean) }
    if let last = validation.last, let best = validation.min() {
      result.values["validation-loss"] = .number(last)
      result.values["best-validation-loss"] = .number(best)
    }
    result.tables["history"] = table
    result.figures["loss"] = Figure(
      .plot(plot), caption: "Loss by iteration: in training, and on what is held back.")
    result.shown = ["loss", "validation-loss"]
    return result
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

  private var table: Table {
    let ends = stretches.compactMap(\.last)
    return Table([
      .init("iteration", integers: ends.map(\.iteration)),
      .init("training-loss", unit: unit, numbers: stretches.map { $0.map(\.loss).mean }),
      .init("validation-loss", unit: unit, ends.map { $0.validationLoss.map(Value.number) }),
      .init("learning-rate", numbers: ends.map(\.learningRate)),
      .init("gradient-norm", numbers: stretches.map { $0.map(\.gradientNorm).mean }),
    ])
  }

  private var plot: Plot {
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

  /// How often comparisons came out right, for a history.
  var accuracies: [Table.Column] {
    [
      .init("training-accuracy", stretches.map { .number($0.compactMap(\.accuracy).mean) }),
      .init(
        "validation-accuracy", stretches.map { $0.last?.validationAccuracy.map(Value.number) }),
    ]
  }
}
