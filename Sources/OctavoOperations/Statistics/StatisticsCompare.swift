import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// `statistics.compare`: settings against each other, pair by pair.
struct StatisticsCompare: Operation {
  static let manual = Manual(
    "statistics.compare", "Compares settings pair by pair: differences, intervals and p-values.",
    discussion: """
      `data` has one observation a row. Rows that differ in `between` and are equal in `over`, such as \
      trainings from one seed, make a pair; with `by`, only within a group. `difference` is the mean over \
      pairs of the setting's number less the baseline's, with its 95 % interval: Student's t with n − 1 \
      degrees of freedom, or with `interval: bootstrap` the bias-corrected and accelerated one (Efron 1987) \
      of 9,999 resamples, which assumes no normal distribution and is too narrow with fewer than about \
      ten pairs. `p` is two-sided, of the permutation test (Fisher 1935): the share of all 2ⁿ choices of \
      the differences' signs with a mean at least as far from 0; beyond 30 pairs, of 99,999 random ones \
      (Phipson and Smyth 2010). `p-adjusted` is corrected for all comparisons of the step (Holm 1979). \
      With n pairs no p is below 2/2ⁿ: a single comparison needs 6 pairs to come below 0.05. Random \
      choices depend on the number of pairs alone, not on the seed.
      """,
    example: """
      run: statistics.compare
      data: trainings
      of: validation-loss
      between: rate
      baseline: 1e-3
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("A row for each comparison.") var table: Table
    @Output("How many comparisons were made, of two pairs or more.") var comparisons: Int
    @Output("The smallest of the adjusted p.") var smallestPAdjusted: Double
    @Output("The largest of the adjusted p.") var largestPAdjusted: Double
    @Output("The mean difference; made where there is one comparison.") var difference: Estimate?
    @Output("The p of the difference; made where there is one comparison.") var p: Double?

    var shown: [any DeclaredOutput] { [$table] }
  }

  @Input("The table, one observation a row.") var data: Table
  @Option("The column of numbers to compare.") var of: String
  @Option("The column with the settings that are compared.") var between: String
  @Option("The setting that the others are compared with; without it, every two are compared.")
  var baseline: Value?
  @Option("The columns in which the rows of a pair are equal.", .count(1...100))
  var over = [Point.seedAxis]
  @Option("The columns that make groups to compare within.", .count(0...100))
  var by: [String] = []
  @Option("How the interval is made.") var interval = Interval.t

  enum Interval: String, OptionChoice { case t, bootstrap }

  func check(_ problems: inout Problems) {
    let known = $data.outline
    problems.requireNumbers(of, of: known, at: $of)
    problems.require(between, of: known, at: $between)
    for column in by { problems.require(column, of: known, at: $by) }
    if let known, !known.columns.isEmpty, over == [Point.seedAxis],
      !known.columns.contains(Point.seedAxis)
    {
      problems.report(
        at: $over, "there is no column `\(Point.seedAxis)`, whose equal values would make pairs",
        remedy: "name the columns that make pairs in `over`", as: .unknownColumn)
    } else {
      for column in over { problems.require(column, of: known, at: $over) }
    }
    if let repeated = ([of, between] + over + by).firstRepeated {
      problems.report(
        at: by.contains(repeated) ? $by : over.contains(repeated) ? $over : $between,
        "the column `\(repeated)` is named twice",
        remedy: "give each of `of`, `between`, `over` and `by` columns of its own")
    } else if let repeated = outline.columns.firstRepeated {
      problems.report(
        at: $by, "the result would have two columns `\(repeated)`",
        remedy: "name the column otherwise in its table")
    }
    if let baseline, let known, known.columns.contains(between),
      !baseline.canEqual(a: known.type(of: between))
    {
      problems.report(
        at: $baseline,
        "`\(baseline.plainText)` is not a value of `\(between)`, whose type is "
          + known.type(of: between).rawValue,
        remedy: "give one of the column's values", as: .typeMismatch)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) { outputs[\.$table] = outline }

  private var outline: TableOutline {
    let settings = $data.outline?.type(of: between) ?? .number
    return TableOutline(
      columns: by + [
        "setting", "baseline", "n", "difference", "difference-lower", "difference-upper", "p",
        "p-adjusted",
      ],
      types: ($data.outline?.types ?? [:]).filter { by.contains($0.key) }
        .merging(["setting": settings, "baseline": settings, "n": .integer]) { first, _ in first })
  }

  func run(in context: StepContext) throws -> Outputs {
    let values = data[column: of]?.values ?? []
    let rows = usableRows(warningIn: context)
    let settings = SettingRows(of: rows, in: data, between: between, over: over, by: by)
    let comparisons = try settings.comparisons(with: try checkedBaseline(of: settings))
    warnOfUnpaired(comparisons, in: context)
    let isTested = comparisons.map { $0.pairs.count >= Self.fewestPairs }
    try requireTests(comparisons, isTested, in: context)
    let results = try comparisons.enumerated().map { index, comparison in
      try context.report(StepProgress(index, of: comparisons.count, unit: "comparisons"))
      return result(of: comparison.differences(values))
    }
    return outputs(comparisons, results)
  }

  private static let fewestPairs = 2
  private static let mostComparisons = 10_000
}

// MARK: Rows and settings

extension StatisticsCompare {
  /// The rows that have all that is needed.
  private func usableRows(warningIn context: StepContext) -> [Int] {
    let needed = [of, between] + over
    let columns = needed.map { data[column: $0]?.values ?? [] }
    let lacking = (0..<data.rowCount).filter { row in columns.contains { $0[row] == nil } }
    guard let first = lacking.first else { return Array(0..<data.rowCount) }
    let empty = zip(needed, columns).first { $1[first] == nil }?.0 ?? of
    context.warn(
      .leavingOut(lacking.count, of: data.rowCount),
      "\(lacking.count) of \(data.rowCount) rows \(lacking.count == 1 ? "has" : "have") an empty cell "
        + "and \(lacking.count == 1 ? "is" : "are") left out. The first is row \(first + 1), in "
        + "`\(empty)`.")
    let left = Set(lacking)
    return (0..<data.rowCount).filter { !left.contains($0) }
  }

  private func checkedBaseline(of rows: SettingRows) throws -> Value? {
    guard rows.settings.count > 1 else {
      throw OperationError(
        "there is nothing to compare: `\(between)` "
          + (rows.settings.first.map { "is \($0.plainText) in every row" } ?? "has no values"))
    }
    if let baseline {
      guard let setting = rows.setting(baseline) else {
        let names = rows.settings.map(\.plainText)
        throw OperationError(
          "no row has \(baseline.plainText) in `\(between)`",
          remedy: nearest(to: baseline.plainText, among: names).map { "did you mean `\($0)`?" }
            ?? "its values are " + names.prefix(8).joined(separator: ", ")
            + (names.count > 8 ? ", …" : ""))
      }
      return setting
    }
    let count = rows.settings.count * (rows.settings.count - 1) / 2
    guard count <= Self.mostComparisons else {
      throw OperationError(
        "every two of \(NumberText.integer(rows.settings.count)) values of `\(between)` are "
          + "\(NumberText.integer(count)) comparisons",
        remedy: "give a `baseline`")
    }
    return nil
  }

  private func warnOfUnpaired(_ comparisons: [PairedSettings], in context: StepContext) {
    let comparison = comparisons.first { !$0.unpaired.isEmpty }
    guard let comparison, let first = comparison.unpaired.first else { return }
    let count = Set(comparisons.flatMap(\.unpaired)).count
    context.warn(
      .ordinary,
      "\(count) \(count == 1 ? "row has no partner and is" : "rows have no partner and are") left "
        + "out. The first is row \(first + 1) (\(data.phrase(first, on: [between] + by + over))), in "
        + "the comparison of \(comparison.setting.plainText) with "
        + "\(comparison.baseline.plainText).")
  }
}

// MARK: Tests

extension StatisticsCompare {
  /// What one comparison gives; nothing where there are too few pairs.
  private struct Result {
    let count: Int
    let mean: Double?
    let difference: Estimate?
    let p: Double?
  }

  private func result(of differences: [Double]) -> Result {
    guard differences.count >= Self.fewestPairs else {
      return Result(count: differences.count, mean: differences.first, difference: nil, p: nil)
    }
    let estimate =
      switch interval {
      case .t: Estimate(overSeeds: differences)
      case .bootstrap: Estimate(bootstrapping: differences)
      }
    return Result(
      count: differences.count, mean: estimate.value, difference: estimate,
      p: SignFlipTest(differences).p)
  }

  private func requireTests(
    _ comparisons: [PairedSettings], _ isTested: [Bool], in context: StepContext
  ) throws {
    guard isTested.contains(true) else {
      throw OperationError(
        "no comparison has two pairs: rows make a pair where they have equal cells in "
          + listed(over + by),
        remedy: "measure each setting at two or more of the same values of \(listed(over))")
    }
    if let index = isTested.firstIndex(of: false) {
      let count = isTested.count { !$0 }
      let first = comparisons[index]
      let place = zip(by, first.group).map { ", \($0) \($1?.plainText ?? "empty")" }.joined()
      context.warn(
        .ordinary,
        "\(count) of \(isTested.count) comparisons \(count == 1 ? "has" : "have") fewer than two "
          + "pairs, and so no interval and no p. The first is of \(first.setting.plainText) with "
          + "\(first.baseline.plainText)\(place).")
    }
    let pairs = zip(comparisons, isTested).filter(\.1).map(\.0.pairs.count)
    warnOfFewPairs(pairs, in: context)
  }

  /// Where no result could be below 0.05, however the differences came out.
  private func warnOfFewPairs(_ pairs: [Int], in context: StepContext) {
    let most = pairs.max() ?? 0
    let smallest = SignFlipTest.smallestP(of: most)
    let adjusted = min(1, Double(pairs.count) * smallest)
    guard adjusted >= 0.05 else { return }
    let enough = (most...max(most, 60)).first {
      Double(pairs.count) * SignFlipTest.smallestP(of: $0) < 0.05
    }
    context.warn(
      .ordinary,
      "With \(most) pairs no p can be below \(NumberText.short(smallest))"
        + (pairs.count == 1
          ? ""
          : ", and with \(pairs.count) comparisons none adjusted below \(NumberText.short(adjusted))")
        + ". To come below 0.05, "
        + (enough.map { "\($0) pairs are needed." } ?? "make fewer comparisons."))
  }

  private func outputs(_ comparisons: [PairedSettings], _ results: [Result]) -> Outputs {
    let tested = results.indices.filter { results[$0].p != nil }
    let adjusted = tested.compactMap { results[$0].p }.holmAdjusted
    let adjustedByRow = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
    let unit = data[column: of]?.unit
    func column(_ name: String, unit: String? = nil, _ cells: [Double?]) -> Table.Column {
      Table.Column(name, unit: unit, cells.map { $0.map(Value.number) })
    }
    var outputs = Outputs()
    outputs.table = Table(
      by.enumerated().map { place, name in
        Table.Column(name, unit: data[column: name]?.unit, comparisons.map { $0.group[place] })
      } + [
        .init("setting", unit: data[column: between]?.unit, comparisons.map(\.setting)),
        .init("baseline", unit: data[column: between]?.unit, comparisons.map(\.baseline)),
        .init("n", integers: results.map(\.count)),
        column("difference", unit: unit, results.map(\.mean)),
        column("difference-lower", unit: unit, results.map { $0.difference?.lower }),
        column("difference-upper", unit: unit, results.map { $0.difference?.upper }),
        column("p", results.map(\.p)),
        column("p-adjusted", results.indices.map { adjustedByRow[$0] }),
      ])
    outputs.comparisons = tested.count
    outputs.smallestPAdjusted = adjusted.contains(where: \.isNaN) ? .nan : adjusted.min() ?? .nan
    outputs.largestPAdjusted = adjusted.contains(where: \.isNaN) ? .nan : adjusted.max() ?? .nan
    if results.count == 1 {
      outputs.difference = results[0].difference
      outputs.p = results[0].p
    }
    return outputs
  }
}

extension Value {
  /// Whether a column of this type may hold the value; one of texts may be mixed.
  fileprivate func canEqual(a type: ScalarType) -> Bool {
    type == .text || type == self.type || (type.isNumeric && self.type.isNumeric)
  }
}
