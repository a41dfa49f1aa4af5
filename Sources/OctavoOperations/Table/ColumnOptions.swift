import OctavoNotebook
import OctavoResults
import OctavoRunner

extension Table.Column.Presentation.Best: OptionChoice {}

/// How single columns of a table are written and marked, and in which order its rows stand.
struct ColumnOptions: OptionGroup {
  @Option("The format of columns, as in prose: `{loss: .3f}`.")
  var format = ByColumn<String>()
  @Option(
    "The columns whose best value is marked, with what the intervals do not separate from it; with "
      + "`across`, the best of each row.")
  var best = ByColumn<Table.Column.Presentation.Best>()
  @Option("The columns that are shares, written as percent.", .count(0...1000))
  var percent: [String] = []
  @Option("The columns of numbers that have a bar in each cell.", .count(0...1000))
  var bars: [String] = []
  @Option(
    "The columns by which the rows are sorted; one with `-` before it from the greatest down.",
    .count(0...100))
  var sort: [String] = []

  /// Reports formats that are none, and columns that the table will not have.
  func check(of table: TableOutline, _ problems: inout Problems) {
    for (column, text) in format.entries {
      problems.require(column, of: table, at: $format)
      var diagnostics: [Diagnostic] = []
      let start = SourcePosition(line: 1, column: 1)
      let format = ValueFormat.parse(LocatedText(text, at: start), &diagnostics)
      if let problem = diagnostics.first {
        problems.report(at: $format, problem.message, remedy: problem.remedy, as: .invalidFormat)
      } else if table.columns.contains(column),
        let mismatch = format?.mismatch(with: .scalar(table.type(of: column)))
      {
        problems.report(at: $format, "\(mismatch), and `\(column)` holds that")
      }
      if percent.contains(column), format?.presentation == .percent {
        problems.report(
          at: $format, "`\(column)` is written as percent already, since `percent` has it",
          remedy: "write `\(column): \(text.dropLast())f`")
      }
    }
    for (column, _) in best.entries { problems.requireNumbers(column, of: table, at: $best) }
    for column in percent { problems.requireNumbers(column, of: table, at: $percent) }
    for column in bars { problems.requireNumbers(column, of: table, at: $bars) }
    for column in sort { problems.require(Self.name(column), of: table, at: $sort) }
  }

  /// What checking could not say, because the values of a column name the table's columns.
  /// - Throws: `OperationError` for a setting of a column that the table does not have.
  func requireColumns(of table: Table, origins: [String: String]) throws {
    let columns = table.columns.map(\.name)
    let known = Set(columns).union(origins.values)
    let looks = format.entries.map(\.column) + best.entries.map(\.column) + percent + bars
    if let unknown = looks.first(where: { !known.contains($0) }) {
      throw OperationError(
        "there is no column `\(unknown)`", remedy: "the columns are \(listed(columns))")
    }
    if let unknown = sort.map(Self.name).first(where: { !columns.contains($0) }) {
      throw OperationError(
        "there is no column `\(unknown)` to sort by",
        remedy: "the columns are \(listed(columns))")
    }
  }

  /// The table in the wanted order.
  func sorted(_ table: Table) -> Table {
    let keys = sort.compactMap { key in
      table[column: Self.name(key)].map { (cells: $0.values, isDescending: key.hasPrefix("-")) }
    }
    guard !keys.isEmpty else { return table }
    let order = (0..<table.rowCount).sorted { one, other in
      for key in keys {
        guard let isBefore = Self.precedes(key.cells[one], key.cells[other], key.isDescending)
        else { continue }
        return isBefore
      }
      return one < other
    }
    return table.with(rows: order)
  }

  /// The table with what it says of its columns' looks. Of a pivoted column the settings are those of
  /// what it was made of.
  func presented(_ table: Table, origins: [String: String] = [:]) -> Table {
    var table = table
    for index in table.columns.indices {
      let name = table.columns[index].name
      let names = [name, origins[name]].compactMap { $0 }
      let best = names.compactMap { self.best[$0] }.first
      let presentation = Table.Column.Presentation(
        format: names.compactMap { format[$0] }.first,
        percent: names.contains(where: percent.contains) ? true : nil,
        best: best, bestAcross: best == nil ? nil : origins[name],
        bar: names.contains(where: bars.contains) ? true : nil)
      if !presentation.isEmpty { table.columns[index].presentation = presentation }
    }
    return table
  }

  private static func name(_ key: String) -> String {
    key.hasPrefix("-") ? String(key.dropFirst()) : key
  }

  /// `nil` for equal cells. Empty cells and NaN are last in either direction.
  private static func precedes(_ one: Value?, _ other: Value?, _ isDescending: Bool) -> Bool? {
    let (isOneLast, isOtherLast) = (one.isUnordered, other.isUnordered)
    guard let one, let other, !isOneLast, !isOtherLast else {
      return isOneLast == isOtherLast ? nil : isOtherLast
    }
    if let a = one.double, let b = other.double {
      return a == b ? nil : (a < b) != isDescending
    }
    let (a, b) = (one.plainText, other.plainText)
    return a == b ? nil : (a < b) != isDescending
  }
}

extension Value? {
  fileprivate var isUnordered: Bool { self == nil || self?.double?.isNaN == true }
}

extension Table {
  /// These rows, in this order.
  func with(rows: [Int]) -> Table {
    Table(
      columns.map { column in
        Column(
          column.name, unit: column.unit, rows.map { column.values[$0] },
          presentation: column.presentation)
      })
  }
}
