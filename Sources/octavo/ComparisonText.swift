import OctavoResults

/// Several runs compared with the first one, as a table: a row for each path that differs, a column
/// for each run.
struct ComparisonText {
  private let comparison: RunComparison
  private let names: [String]

  private static let cellLimit = 44

  init(_ comparison: RunComparison, of names: [String]) {
    self.comparison = comparison
    self.names = names
  }

  /// With a line end after each line. `=` stands for what the first run has.
  var text: String {
    guard !comparison.isSame else {
      let values = comparison.comparisons.map { String($0.comparedValues) }
      let count = Set(values).count == 1 ? values[0] : values.joined(separator: ", ")
      return "the same, \(count) values in each of \(names.count) runs\n"
    }
    let counts = zip(names.dropFirst(), comparison.comparisons).map { name, comparison in
      comparison.isSame
        ? "\(name): the same" : "\(name): \(comparison.differences.count) differences"
    }
    let rows =
      [["path"] + names]
      + comparison.rows.map { row in
        [row.path, row.value.map(Self.text) ?? ""]
          + row.differences.map { $0.map(Self.text) ?? "=" }
      }
    return (counts + TextTable(rows).lines).map { $0 + "\n" }.joined()
  }

  private static func text(_ difference: Comparison.Difference) -> String {
    if let cells = difference.cells { return "\(cells.different) of \(cells.count) cells" }
    guard let after = difference.after else { return difference.finding }
    guard let change = difference.changeText else { return text(after) }
    return "\(text(after)) (\(change))"
  }

  private static func text(_ value: Value) -> String {
    let words = value.description.split(whereSeparator: \.isNewline).joined(separator: " ")
    return words.count > cellLimit ? "\(words.prefix(cellLimit - 1))…" : words
  }
}
