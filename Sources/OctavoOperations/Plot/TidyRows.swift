import OctavoBase
import OctavoResults
import OctavoRunner

/// The rows of a tidy table in panels and, within each, in groups of one color.
struct TidyRows {
  struct Group {
    var name: String
    var key: Plot.Key?
    var rows: [Int]
  }

  struct Panel {
    var title: String?
    var groups: [Group]
  }

  let table: Table
  let color: String?
  let facet: String?
  /// The columns over which the mean is taken.
  let over: [String]
  /// The columns that are drawn.
  let used: [String]
  /// Whether the plot can tell rows apart by color.
  var hasColors = true

  var panels: [Panel] {
    split(Array(0..<table.rowCount), by: facet).map { value, rows in
      let groups = split(rows, by: color).map { value, rows in
        Group(
          name: color.map { Self.label($0, value) } ?? "",
          key: color.flatMap { column in value.map { Plot.Key(column, $0) } }, rows: rows)
      }
      return Panel(title: facet.map { Self.label($0, value) }, groups: groups)
    }
  }

  /// The rows for each value of a column, in the order of first appearance.
  func split(_ rows: [Int], by column: String?) -> [(value: Value?, rows: [Int])] {
    guard let column else { return [(nil, rows)] }
    return RowGroups(of: rows, in: table, by: [column]).groups.map { ($0.cells[0], $0.rows) }
  }

  /// The rows for each combination of the values that the mean is taken over.
  func runs(_ rows: [Int]) -> [[Int]] {
    RowGroups(of: rows, in: table, by: over).groups.map(\.rows)
  }

  /// Fails where several rows stand at one place, which nothing tells apart.
  ///
  /// - Parameter places: What tells the rows apart already, besides color, facet and what the mean is
  ///   taken over.
  func requireOneRow(at places: [String], among rows: [Int]) throws {
    var seen: [[Value?]: Int] = [:]
    for row in rows {
      let place = places.map { table[column: $0]?.values[row]?.coordinate }
      guard let earlier = seen.updateValue(row, forKey: place) else { continue }
      let columns = table.columns.filter { column in
        !(places + used + over + [color, facet].compactMap { $0 }).contains(column.name)
          && column.values[row]?.coordinate != column.values[earlier]?.coordinate
      }.map(\.name)
      let at = zip(places, place).map { "`\($0)` \($1?.plainText ?? "empty")" }
      // Where each row has a value of its own, it is a measurement and no setting.
      let axes = columns.filter { name in
        let values = table[column: name]?.values ?? []
        return Set(values.map { $0?.coordinate }).count < values.count
      }
      guard let column = axes.first ?? columns.first else {
        throw OperationError(
          "several rows are at \(at.joined(separator: ", ")), and no other column differs",
          remedy: "plot a table with one row for each place")
      }
      throw OperationError(
        "several rows are at \(at.joined(separator: ", ")); they differ in \(listed(columns))",
        remedy: "tell them apart by \(hasColors ? "`color: \(column)` or " : "")"
          + "`facet: \(column)`, or take their mean by `over: \(column)`")
    }
  }

  /// Whether the plot has to tell rows apart at all: a plot of an ordinary table draws its rows as they
  /// are.
  var isGrouped: Bool { color != nil || facet != nil || !over.isEmpty }

  /// Whether rows repeat the values of `x` because a column before the drawn ones holds settings.
  func hasHiddenSettings(_ x: String) -> Bool {
    guard !isGrouped, let first = table.columns.firstIndex(where: { used.contains($0.name) }) else {
      return false
    }
    let places = table[column: x]?.values.map { $0?.coordinate } ?? []
    guard Set(places).count < places.count else { return false }
    return table.columns[..<first].contains { column in
      let values = Set(column.values.map { $0?.coordinate })
      return values.count > 1 && values.count * 2 <= table.rowCount
    }
  }

  /// Of how many repetitions a mean is: `3 seeds`, `2 to 3 seeds`; `nil` where there is none.
  func noun(of counts: [Int]) -> String? {
    guard let least = counts.min(), let most = counts.max(), most > 1 else { return nil }
    let number = least == most ? "\(most)" : "\(least) to \(most)"
    switch over.count {
    case 1 where over[0] == Point.seedAxis: return "\(number) seeds"
    case 1: return "\(number) values of \(over[0].spaced)"
    default: return "\(number) repetitions"
    }
  }

  private static func text(_ value: Value) -> String {
    if case .number = value { value.axisText } else { value.plainText }
  }

  private static func label(_ column: String, _ value: Value?) -> String {
    "\(column.spaced) \(value.map(Self.text) ?? "not given")"
  }
}
