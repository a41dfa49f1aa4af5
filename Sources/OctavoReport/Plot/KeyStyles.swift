import OctavoResults

/// The styles of what colors stand for, the same in every plot of a report. Values of an axis have
/// styles in the order in which they first appear; numbers that are more than the colors lie on a ramp
/// from the least to the greatest.
package struct KeyStyles: Hashable, Sendable {
  private var styles: [Plot.Key: SeriesStyle] = [:]

  /// - Parameter plots: All plots of the report, in its order.
  package init(_ plots: [Plot]) {
    var axes: [String] = []
    var values: [String: [Value]] = [:]
    var seen: Set<Plot.Key> = []
    for key in plots.flatMap(\.panels).flatMap(\.content.keys).map(\.normalized)
    where seen.insert(key).inserted {
      if values[key.axis] == nil { axes.append(key.axis) }
      values[key.axis, default: []].append(key.value)
    }
    var next = 0
    for axis in axes {
      let values = values[axis, default: []]
      if values.count > SeriesStyle.colorCount, values.allSatisfy({ $0.double != nil }) {
        let sorted = values.compactMap(\.double).sorted()
        for (rank, number) in sorted.enumerated() {
          let last = SeriesStyle.rampCount - 1
          let level = (rank * last * 2 + sorted.count - 1) / max((sorted.count - 1) * 2, 1)
          styles[Plot.Key(axis, .number(number))] = SeriesStyle(rampLevel: level)
        }
      } else {
        // Two axes share colors only where there are not enough.
        if next + values.count > SeriesStyle.colorCount { next = 0 }
        for value in values {
          styles[Plot.Key(axis, value)] = SeriesStyle(next)
          next += 1
        }
      }
    }
  }

  package subscript(key: Plot.Key) -> SeriesStyle? { styles[key.normalized] }
}

extension Plot.Key {
  /// Numbers count for what they are worth.
  fileprivate var normalized: Plot.Key { Plot.Key(axis, value.coordinate) }
}

extension Plot.Content {
  fileprivate var keys: [Plot.Key] { named.compactMap(\.key) }
}

extension StepRecord {
  /// The plots that the report shows under the step.
  package var plots: [Plot] {
    shownItems.compactMap { item in
      guard case .figure(let figure) = item, case .plot(let plot) = figure.content else {
        return nil
      }
      return plot
    }
  }
}
