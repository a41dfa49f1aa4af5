import OctavoBase
import OctavoResults

extension String {
  /// With the decimal mark of the page in numbers that stand by themselves, as in `rate 0.001`.
  /// What is part of a word or of a version such as `1.2.3` stays.
  package var withNumbersOfThePage: String {
    let notation = NumberNotation.current
    guard notation != .english, contains(".") else { return self }
    return split(separator: " ", omittingEmptySubsequences: false).map { word in
      let number = word.prefix { !",;:)".contains($0) }
      guard number.wholeMatch(of: /\(?[-−+±]?\d+\.\d+(?:e[-+]?\d+)?%?/) != nil else {
        return String(word)
      }
      return notation.text(String(number)) + word.dropFirst(number.count)
    }.joined(separator: " ")
  }
}

extension Plot {
  /// With the names of settings in the notation of the page, as its ticks are.
  var withNumbersOfThePage: Plot {
    guard NumberNotation.current != .english else { return self }
    var plot = self
    plot.panels = panels.map { panel in
      var panel = panel
      panel.title = panel.title?.withNumbersOfThePage
      panel.content = panel.content.withNumbersOfThePage
      for index in panel.rules.indices {
        panel.rules[index].label = panel.rules[index].label.withNumbersOfThePage
      }
      return panel
    }
    return plot
  }
}

extension Plot.Content {
  fileprivate var withNumbersOfThePage: Plot.Content {
    switch self {
    case .series(var series):
      for index in series.indices { series[index].name = series[index].name.withNumbersOfThePage }
      return .series(series)
    case .bars(var bars):
      bars.categories = bars.categories.map(\.withNumbersOfThePage)
      for index in bars.groups.indices {
        bars.groups[index].name = bars.groups[index].name.withNumbersOfThePage
      }
      return .bars(bars)
    case .histogram(var histogram):
      for index in histogram.groups.indices {
        histogram.groups[index].name = histogram.groups[index].name.withNumbersOfThePage
      }
      return .histogram(histogram)
    case .heatmap(var heatmap):
      heatmap.rows = heatmap.rows.map(\.withNumbersOfThePage)
      heatmap.columns = heatmap.columns.map(\.withNumbersOfThePage)
      return .heatmap(heatmap)
    }
  }
}
