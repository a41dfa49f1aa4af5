import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// A training's history as values, a table and a plot.
struct TrainingSummary {
  let history: [LanguageModelTraining.Iteration]

  var result: StepResult {
    var result = StepResult()
    let validation = history.compactMap(\.validationLoss)
    let recent = history.suffix(max(1, history.count / 10)).map(\.loss)
    result.values["iterations"] = .integer(history.last?.iteration ?? 0)
    result.values["training-loss"] = .number(recent.mean)
    if let last = validation.last, let best = validation.min() {
      result.values["validation-loss"] = .number(last)
      result.values["best-validation-loss"] = .number(best)
      result.values["validation-perplexity"] = .number(exp(last))
    }
    result.tables["history"] = table
    result.figures["loss"] = Figure(.plot(plot))
    result.shown = ["loss", "validation-loss", "validation-perplexity", "parameters", "tokens"]
    return result
  }

  /// The iterations between two evaluations, each stretch ending with one.
  private var stretches: [ArraySlice<LanguageModelTraining.Iteration>] {
    var stretches: [ArraySlice<LanguageModelTraining.Iteration>] = []
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
      .init("training-loss", unit: "nats", numbers: stretches.map { $0.map(\.loss).mean }),
      .init("validation-loss", unit: "nats", ends.map { $0.validationLoss.map(Value.number) }),
      .init("learning-rate", numbers: ends.map(\.learningRate)),
      .init("gradient-norm", numbers: stretches.map { $0.map(\.gradientNorm).mean }),
    ])
  }

  private var plot: Plot {
    let smooth = smoothed
    let evaluated = history.filter { $0.validationLoss != nil }
    var series = [Plot.Series("training", x: smooth.map(\.iteration), y: smooth.map(\.loss))]
    if !evaluated.isEmpty {
      series.append(
        Plot.Series(
          "validation", mark: .linesAndPoints, x: evaluated.map { Double($0.iteration) },
          y: evaluated.map { $0.validationLoss ?? .nan }))
    }
    return Plot(
      .series(series), horizontal: Plot.Axis("iteration"),
      vertical: Plot.Axis("loss", unit: "nats/token"))
  }

  /// At most 200 points, each the mean of equally many iterations.
  private var smoothed: [(iteration: Double, loss: Double)] {
    let size = max(1, (history.count + 199) / 200)
    return stride(from: 0, to: history.count, by: size).map { start in
      let part = history[start..<min(start + size, history.count)]
      return (Double(part[part.endIndex - 1].iteration), part.map(\.loss).mean)
    }
  }
}

extension [Double] {
  var mean: Double { isEmpty ? .nan : reduce(0, +) / Double(count) }
}
