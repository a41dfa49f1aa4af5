/// The measures of a drawing. A page holds each plot twice, drawn for a wide and for a narrow
/// screen, and shows the one that fits: text scaled down with its plot would be too small to read.
package struct PlotLayout: Hashable, Sendable {
  /// The class that the style sheet shows or hides by the width of the screen.
  package var name: String
  package var width: Double
  /// Of the part within the axes, for a plot of one panel.
  package var frameHeight: Double
  /// The same for each of several panels.
  package var panelHeight: Double
  package var fontSize: Double
  /// The distance of the ticks of a vertical axis, about.
  package var verticalTickSpacing: Double
  /// The least room between the labels of a horizontal axis.
  package var horizontalTickGap: Double
  /// How much of the width the names at the ends of lines may take.
  package var lineLabelLimit: Double
  /// The most panels beside one another, where the plot does not ask for more.
  package var columnLimit: Int
  /// The most panels beside one another at all.
  package var rowLimit: Int
  /// Whether marks say their numbers when a pointer rests on them.
  package var hasTooltips: Bool

  package static let wide = PlotLayout(
    name: "wide", width: 720, frameHeight: 300, panelHeight: 170, fontSize: 13,
    verticalTickSpacing: 52, horizontalTickGap: 28, lineLabelLimit: 190, columnLimit: 3,
    rowLimit: 4,
    hasTooltips: true)

  package static let narrow = PlotLayout(
    name: "narrow", width: 360, frameHeight: 220, panelHeight: 130, fontSize: 12,
    verticalTickSpacing: 44, horizontalTickGap: 18, lineLabelLimit: 84, columnLimit: 2, rowLimit: 2,
    hasTooltips: false)

  /// The least width of a panel that stands beside others.
  package var leastFrameWidth: Double { width / 6 }

  package var lineHeight: Double { fontSize + 5 }

  /// How many of the panels stand in a row.
  ///
  /// - Parameter wanted: What the plot asks for, as far as there is room.
  package func columns(forPanels count: Int, wanted: Int? = nil) -> Int {
    if let wanted, (1...rowLimit).contains(wanted) { return min(wanted, max(count, 1)) }
    // Four panels make a square rather than three and one.
    return count == 4 ? 2 : max(1, min(count, columnLimit))
  }

  package func textWidth(_ text: String) -> Double {
    TextMetrics.width(text, fontSize: fontSize)
  }
}
