import OctavoBase
import OctavoResults
import OctavoRunner

/// A tidy table with one row for each combination of some columns' values, in the order of first
/// appearance, and the mean of others in it.
struct Summary {
  private(set) var table: Table
  /// What each column with a value of `across` in its name was made of.
  private(set) var origins: [String: String] = [:]

  /// - Parameters:
  ///   - rows: The columns whose values make the rows.
  ///   - across: The column whose values become columns.
  ///   - of: The columns of numbers that are averaged.
  /// - Throws: `OperationError` where a column holds something else than numbers.
  init(of table: Table, rows: [String], across: String?, of measures: [String]) throws {
    let tidy = TidyRows(table: table, color: nil, facet: nil, over: [], used: [])
    let all = Array(0..<table.rowCount)
    let groups = rows.reduce([all]) { groups, column in
      groups.flatMap { tidy.split($0, by: column).map(\.rows) }
    }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    var columns = rows.compactMap { name in
      table[column: name].map { column in
        Table.Column(name, unit: column.unit, groups.map { $0.first.flatMap { column.values[$0] } })
      }
    }
    let values = across.map { tidy.split(all, by: $0).map(\.value) } ?? [nil]
    for value in values {
      for measure in measures {
        let name = Self.name(measure, across, value, isOnly: measures.count == 1)
        if across != nil { origins[name] = measure }
        let numbers = try table.numbers(measure)
        let estimates = groups.map { group in
          let own = across.map { axis in
            group.filter { table[column: axis]?.values[$0]?.coordinate == value?.coordinate }
          }
          return Self.estimate(numbers, own ?? group, tidy)
        }
        columns += Self.columns(name, unit: table[column: measure]?.unit, estimates)
      }
    }
    self.table = Table(columns)
  }

  private static func name(
    _ measure: String, _ across: String?, _ value: Value?, isOnly: Bool
  ) -> String {
    guard let across else { return measure }
    let place = "\(across)-\(value?.plainText ?? "none")"
    return isOnly ? place : "\(measure)-\(place)"
  }

  /// Over the seeds, if the table has them: what else a seed has several rows of is averaged within it
  /// before, since those are not independent.
  private static func estimate(
    _ numbers: [Double], _ rows: [Int], _ tidy: TidyRows
  ) -> Estimate {
    let present = rows.filter { !numbers[$0].isNaN }
    let hasSeeds = tidy.table[column: Point.seedAxis] != nil
    let runs = hasSeeds ? tidy.split(present, by: Point.seedAxis).map(\.rows) : present.map { [$0] }
    return Estimate(overSeeds: runs.map { run in run.map { numbers[$0] }.mean })
  }

  /// The mean, and where some are of several numbers the ends of their intervals.
  private static func columns(
    _ name: String, unit: String?, _ estimates: [Estimate]
  ) -> [Table.Column] {
    let cell = { (number: Double, isThere: Bool) in isThere ? Value.number(number) : nil }
    let mean = Table.Column(
      name, unit: unit, estimates.map { cell($0.value, $0.count > 0) })
    guard estimates.contains(where: { $0.count > 1 }) else { return [mean] }
    return [
      mean,
      Table.Column(
        name + Table.lowerSuffix, unit: unit, estimates.map { cell($0.lower, $0.count > 1) }),
      Table.Column(
        name + Table.upperSuffix, unit: unit, estimates.map { cell($0.upper, $0.count > 1) }),
    ]
  }
}
