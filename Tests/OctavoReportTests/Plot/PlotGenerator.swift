import Foundation
import OctavoReport
import OctavoResults

/// Plots of all kinds and sizes, each from its number.
struct PlotGenerator {
  var seed: Int

  private func random(_ place: Int) -> Double { SampleReport.noise(seed * 7919 + place) + 0.5 }

  private func choose(_ place: Int, _ range: ClosedRange<Int>) -> Int {
    let share = min(max(random(place), 0), 0.999999)
    return range.lowerBound + Int(share * Double(range.count))
  }

  private func name(_ place: Int) -> String {
    let words = [
      "small", "large", "without dropout", "learning rate", "1e-3", "ppo", "x", "baseline",
    ]
    return (0..<choose(place, 1...3)).map { words[choose(place + 100 + $0, 0...7)] }
      .joined(separator: " ") + " \(place)"
  }

  private var magnitude: Double { pow(10, Double(choose(1, -6...9))) }
  private var scale: Plot.Axis.Scale { choose(2, 0...3) == 0 ? .logarithmic : .linear }

  private func number(_ place: Int) -> Double {
    if choose(place + 5000, 0...40) == 0 { return [.nan, .infinity, -1, 0][choose(place, 0...3)] }
    return magnitude * (random(place) + (scale == .logarithmic ? 0.1 : -0.3))
  }

  var plot: Plot {
    let panelCount = choose(3, 0...2) == 0 ? choose(4, 2...7) : 1
    let kind = choose(5, 0...5)
    let panels = (0..<panelCount).map { panel in
      Plot.Panel(
        title: panelCount > 1 ? name(200 + panel) : nil, content(kind, panel * 1000),
        rules: kind < 4 && choose(6, 0...2) == 0
          ? [.init("a rule", y: magnitude * 0.4), .init("another rule", y: magnitude * 0.42)] : [])
    }
    return Plot(
      panels: panels,
      horizontal: .init(
        "iteration", scale: kind < 2 && choose(8, 0...4) == 0 ? .logarithmic : .linear),
      vertical: .init("loss", unit: "nats", scale: kind < 4 ? scale : .linear))
  }

  private func content(_ kind: Int, _ base: Int) -> Plot.Content {
    switch kind {
    case 0, 1:
      let count = choose(9, 1...60)
      let step = Double(choose(10, 1...40))
      return .series(
        (0..<choose(11, 1...12)).map { index in
          let x = (0..<count).map { Double($0) * step + 1 }
          let y = (0..<count).map { number(base + index * 70 + $0) }
          return Plot.Series(
            name(300 + index), mark: Plot.Series.Mark.allCases[choose(12, 0...2)], x: x, y: y,
            lower: kind == 1 ? y.map { $0 - magnitude * 0.1 } : nil,
            upper: kind == 1 ? y.map { $0 + magnitude * 0.1 } : nil)
        })
    case 2, 3:
      let count = choose(13, 1...9)
      return .bars(
        .init(
          categories: (0..<count).map { name(400 + $0) },
          groups: (0..<choose(14, 1...4)).map { group in
            let values = (0..<count).map { number(base + 10 + group * 20 + $0) }
            return .init(
              name(500 + group), values: values,
              lower: kind == 3 ? values.map { $0 - magnitude * 0.1 } : nil,
              upper: kind == 3 ? values.map { $0 + magnitude * 0.1 } : nil)
          }))
    case 4:
      let count = choose(15, 1...30)
      return .histogram(
        .init(
          edges: (0...count).map { magnitude * Double($0) },
          groups: (0..<choose(16, 1...3)).map { group in
            .init(
              name(600 + group),
              counts: (0..<count).map { (random(base + group * 40 + $0) * 20).rounded(.down) })
          }))
    default:
      let (rows, columns) = (choose(17, 1...40), choose(18, 1...40))
      return .heatmap(
        .init(
          rows: (0..<rows).map { name(700 + $0) }, columns: (0..<columns).map { "c\($0)" },
          values: (0..<rows).map { row in (0..<columns).map { number(base + row * 41 + $0) } },
          quantity: "accuracy", diverging: choose(19, 0...1) == 0))
    }
  }
}
