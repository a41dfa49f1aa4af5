import OctavoResults
import OctavoRunner

extension Plot.Axis.Scale: OptionChoice {}

/// How the axes of a plot are labeled and scaled: the same for every plot.
struct AxesOptions: OptionGroup {
  @Option("The label of the horizontal axis; without it, the column's name.")
  var xLabel: String?
  @Option("The label of the vertical axis; without it, the column's name.")
  var yLabel: String?
  @Option("How the horizontal axis is divided.") var xScale = Plot.Axis.Scale.linear
  @Option("How the vertical axis is divided.") var yScale = Plot.Axis.Scale.linear
  @Option("Where the vertical axis begins; without it, the data decide.") var yMinimum: Double?
  @Option("Where the vertical axis ends; without it, the data decide.") var yMaximum: Double?
  @Option("Lines across the plot at one height, such as a target.", .count(0...100))
  var rules: [RuleOptions] = []

  func check(_ problems: inout Problems) {
    if let yMinimum, let yMaximum, yMinimum >= yMaximum {
      problems.report(
        at: $yMaximum, "`y-maximum` is \(yMaximum), and `y-minimum` is \(yMinimum)",
        remedy: "give a `y-maximum` above `y-minimum`")
    }
    if yScale == .logarithmic, let yMinimum, yMinimum <= 0 {
      problems.report(
        at: $yMinimum, "a logarithmic axis cannot begin at \(yMinimum)",
        remedy: "give a `y-minimum` above 0, or leave it out")
    }
  }

  func horizontal(_ label: String, unit: String? = nil) -> Plot.Axis {
    Plot.Axis(xLabel ?? label, unit: Self.unit(unit, beside: xLabel), scale: xScale)
  }

  func vertical(_ label: String, unit: String? = nil) -> Plot.Axis {
    Plot.Axis(
      yLabel ?? label, unit: Self.unit(unit, beside: yLabel), scale: yScale, lower: yMinimum,
      upper: yMaximum)
  }

  /// The column's unit, unless the notebook's own label says one.
  private static func unit(_ unit: String?, beside label: String?) -> String? {
    guard let unit, let label else { return unit }
    let saysUnit = label.contains("(") || label.contains(" in ") || label.contains(unit)
    return saysUnit ? nil : unit
  }

  var plotRules: [Plot.Rule] { rules.map { Plot.Rule($0.label, y: $0.y) } }
}

/// One reference line.
struct RuleOptions: OptionGroup {
  @Option("What the line stands for.") var label: String
  @Option("Its height.") var y: Double
}
