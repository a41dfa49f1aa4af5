import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// The columns of a table of training runs; the table `points` of `gpt.train` has them.
struct RunColumns: OptionGroup {
  @Option("The column with the number of parameters.") var parameters = "parameters"
  @Option("The column with the number of training tokens.") var tokens = "tokens"
  @Option("The column with the loss, in nats per token.") var loss = "validation-loss"

  /// - Parameter field: where a problem is reported; without it, at the column's name.
  func check(
    of table: TableOutline?, at field: FieldReference? = nil, _ problems: inout Problems
  ) {
    for (option, column) in [($parameters, parameters), ($tokens, tokens), ($loss, loss)] {
      problems.requireNumbers(column, of: table, at: field ?? option)
    }
  }

  /// The rows as runs. Those with an empty cell are left out with a warning.
  ///
  /// - Throws: `OperationError` where a number is not finite, or not above 0.
  func runs(of table: Table, warningIn context: StepContext) throws -> [(row: Int, run: ScalingRun)]
  {
    let names = [parameters, tokens, loss]
    let columns = try names.map { try table.numbers($0) }
    let isEmpty = (0..<table.rowCount).map { row in
      names.contains { table[column: $0]?.values[row] == nil }
    }
    let empty = isEmpty.count { $0 }
    if let first = isEmpty.firstIndex(of: true) {
      context.warn(
        .leavingOut(empty, of: table.rowCount),
        "\(empty) of \(table.rowCount) rows \(empty == 1 ? "has" : "have") an empty cell and "
          + "\(empty == 1 ? "is" : "are") left out. The first is row \(first + 1).")
    }
    return try isEmpty.indices.filter { !isEmpty[$0] }.map { row in
      for (name, column) in zip(names, columns) where !(column[row] > 0 && column[row].isFinite) {
        throw OperationError(
          "row \(row + 1) has \(NumberText.short(column[row])) in `\(name)`",
          remedy: "a power law needs numbers above 0; leave the row out")
      }
      return (
        row,
        ScalingRun(parameters: columns[0][row], tokens: columns[1][row], loss: columns[2][row])
      )
    }
  }
}
