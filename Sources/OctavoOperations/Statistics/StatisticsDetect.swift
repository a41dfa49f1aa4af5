import OctavoBase
import OctavoEngine
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// `statistics.detect`: how well signals separate positive cases from negative ones.
struct StatisticsDetect: Operation {
  static let manual = Manual(
    "statistics.detect",
    "Measures how well signals detect positive cases: ROC areas, detection and false alarms.",
    discussion: """
      `data` has one case a row. A case is positive where the number in `truth` is `above` or \
      `below` a limit. For each column of `of`, the signals, the result has the area under the \
      receiver operating characteristic: the probability that the signal is larger in a random \
      positive case than in a random negative one, ties counting half; 0.5 is chance, and below \
      0.5 smaller signals go with positive cases. Its 95 % interval is DeLong's (1988) on the \
      logit scale; it is empty where the estimated variance is zero, as with perfect separation or \
      a constant signal. For a signal that is always 0 or 1, an alarm, the result also has the \
      share of the positive cases with an alarm (`detected`) and that of the negative ones \
      (`false-alarms`), with Wilson's intervals. The intervals assume independent cases. Rows with \
      an empty cell in `truth` are left out, and those with an empty cell in a signal are left out \
      for that signal.
      """,
    example: """
      run: statistics.detect
      data: runs
      truth: gold-change
      below: 0
      of: [kl, entropy, alarm]
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("A row for each signal.", columns: SignalRow.columns, types: ["signal": .text])
    var table: Table
    @Output("How many cases are positive.") var positives: Int
    @Output("How many cases are negative.") var negatives: Int
    @Output("The largest area of a signal, which favors tables with many signals.")
    var bestArea: Double?
    @Output("The area of the signal; made where there is one.") var area: Estimate?
    @Output("The share of positive cases with an alarm; made where there is one signal, an alarm.")
    var detected: Estimate?
    @Output("The share of negative cases with an alarm; made where there is one signal, an alarm.")
    var falseAlarms: Estimate?

    var shown: [any DeclaredOutput] { [$table] }
  }

  @Input("The table, one case a row.") var data: Table
  @Option("The column of numbers that says which cases are positive.") var truth: String
  @Option("A case is positive above this number.", .within(-1e300...1e300)) var above: Double?
  @Option("A case is positive below this number.", .within(-1e300...1e300)) var below: Double?
  @Option("The columns of the signals.", .count(1...1000)) var of: [String]

  func check(_ problems: inout Problems) {
    problems.requireNumbers(truth, of: $data.outline, at: $truth)
    for column in of { problems.requireNumbers(column, of: $data.outline, at: $of) }
    if let repeated = (of + [truth]).firstRepeated {
      problems.report(
        at: $of, "the column `\(repeated)` is named twice",
        remedy: "name each signal once, and the truth not among them")
    }
    if (above == nil) == (below == nil) {
      problems.report(
        at: above == nil ? $truth : $below,
        above == nil
          ? "it is not said which cases are positive" : "both `above` and `below` are given",
        remedy: "give either `above` or `below`")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if of.count > 1 {
      outputs.leaveOut(\.$area)
      outputs.leaveOut(\.$detected)
      outputs.leaveOut(\.$falseAlarms)
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let truths = data.numbers(of: truth)
    let labels = truths.map { $0.map(isPositive) }
    let (positives, negatives) = (labels.count { $0 == true }, labels.count { $0 == false })
    for (count, kind) in [(positives, "positive"), (negatives, "negative")] where count < 2 {
      throw OperationError(
        "\(count == 0 ? "no case is" : "only one case is") \(kind), of \(positives + negatives)",
        remedy: "two of each kind are needed; change the limit, or measure more")
    }
    let leftOut = data.rowCount - positives - negatives
    if leftOut > 0 {
      context.warn(
        .leavingOut(leftOut, of: data.rowCount),
        "\(leftOut) of \(data.rowCount) rows have no number in `\(truth)` and are left out.")
    }
    let rows = of.map { name in
      SignalRow(name, data.numbers(of: name), labels)
    }
    if let lacking = rows.first(where: { $0.area == nil }) {
      context.warn(
        .ordinary,
        "`\(lacking.name)` has no area: it has numbers for fewer than two cases of a kind.")
    }
    var outputs = Outputs()
    outputs.table = rows.table
    outputs.positives = positives
    outputs.negatives = negatives
    outputs.bestArea = rows.compactMap { $0.area?.value }.max()
    if rows.count == 1 {
      outputs.area = rows[0].area
      if let area = rows[0].area, area.lower.isNaN {
        context.warn(
          .ordinary,
          "`area-lower` and `area-upper` are not finite: the estimated variance of the area is zero, "
            + "as with perfect separation or a constant signal.")
      }
      outputs.detected = rows[0].detected
      outputs.falseAlarms = rows[0].falseAlarms
    }
    return outputs
  }

  private func isPositive(_ truth: Double) -> Bool {
    if let above { return truth > above }
    return truth < (below ?? 0)
  }
}

extension Table {
  /// A column's numbers; nil for what is empty or not a number.
  fileprivate func numbers(of column: String) -> [Double?] {
    self[column: column]?.values.map { value in
      value?.double.flatMap { $0.isNaN ? nil : $0 }
    } ?? []
  }
}

/// The results of a signal.
private struct SignalRow {
  static let columns =
    ["signal"] + ["area", "detected", "false-alarms"].flatMap(Estimate.names)

  let name: String
  /// Nil if there are too few cases with a signal.
  let area: Estimate?
  /// Nil if the signal is not an alarm.
  let detected, falseAlarms: Estimate?

  init(_ name: String, _ signals: [Double?], _ labels: [Bool?]) {
    func numbers(of label: Bool) -> [Double] {
      zip(signals, labels).compactMap { $1 == label ? $0 : nil }
    }
    let (positives, negatives) = (numbers(of: true), numbers(of: false))
    self.name = name
    area = SignalArea(positives: positives, negatives: negatives).map { area in
      Estimate(
        value: area.value, lower: area.interval?.lowerBound ?? .nan,
        upper: area.interval?.upperBound ?? .nan, method: .normal,
        count: positives.count + negatives.count)
    }
    let isAlarm = area != nil && (positives + negatives).allSatisfy { $0 == 0 || $0 == 1 }
    func share(_ signals: [Double]) -> Estimate? {
      isAlarm ? Estimate(share: signals.reduce(0, +), of: signals.count) : nil
    }
    detected = share(positives)
    falseAlarms = share(negatives)
  }
}

extension [SignalRow] {
  fileprivate var table: Table {
    func columns(_ name: String, _ estimates: [Estimate?]) -> [Table.Column] {
      func cells(_ number: (Estimate) -> Double) -> [Value?] {
        estimates.map { estimate in
          estimate.map(number).flatMap { $0.isNaN ? nil : .number($0) }
        }
      }
      return zip(Estimate.names(of: name), [cells(\.value), cells(\.lower), cells(\.upper)])
        .map { Table.Column($0, $1) }
    }
    return Table(
      [.init("signal", texts: map(\.name))] + columns("area", map(\.area))
        + columns("detected", map(\.detected)) + columns("false-alarms", map(\.falseAlarms)))
  }
}
