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
    let groups = RowGroups(of: 0..<table.rowCount, in: table, by: rows)
    var columns = groups.columns(of: table)
    let all = 0..<table.rowCount
    let places =
      across.map { RowGroups(of: all, in: table, by: [$0]).groups }
      ?? [RowGroups.Group(cells: [], rows: Array(all))]
    for place in places {
      let (value, members) = (place.cells.first ?? nil, Set(place.rows))
      for measure in measures {
        let name = Self.name(measure, across, value, isOnly: measures.count == 1)
        if across != nil { origins[name] = measure }
        let numbers = try table.numbers(measure)
        // A NaN is a result, an empty cell is none.
        let cells = table[column: measure]?.values ?? []
        let estimates = groups.groups.map { group in
          Self.estimate(
            numbers, group.rows.filter { members.contains($0) && cells[$0] != nil }, of: table)
        }
        columns += estimates.columns(name, unit: table[column: measure]?.unit)
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
    _ numbers: [Double], _ rows: [Int], of table: Table
  ) -> Estimate {
    let hasSeeds = table[column: Point.seedAxis] != nil
    let runs =
      hasSeeds
      ? RowGroups(of: rows, in: table, by: [Point.seedAxis]).groups.map(\.rows)
      : rows.map { [$0] }
    return Estimate(overSeeds: runs.map { run in run.map { numbers[$0] }.mean })
  }
}
