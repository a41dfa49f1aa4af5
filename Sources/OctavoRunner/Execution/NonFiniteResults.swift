import OctavoBase
import OctavoResults

extension StepResult {
  /// What to tell the reader of values, and of cells in tables, that are NaN or infinite: a sentence
  /// for each value and each column.
  ///
  /// - Parameter warnings: those that the step has given; what they speak of already is left out.
  func warningsOfNonFinite(besides warnings: [String]) -> [StepWarning] {
    var remarks: [(name: String, text: String)] = []
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let number = value.nonFiniteName else { continue }
      remarks.append((name, "`\(name)` is \(number)."))
    }
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      for column in table.columns {
        guard let remark = column.remarkOnNonFinite else { continue }
        remarks.append((column.name, "In the table `\(name)` \(remark)."))
      }
    }
    return remarks.filter { remark in
      !warnings.contains { $0.contains(remark.name) && $0.speaksOfNonFinite }
    }.map { StepWarning(.grave, $0.text) }
  }
}

extension Table.Column {
  /// The first row is said, counted from 1.
  fileprivate var remarkOnNonFinite: String? {
    let found = values.enumerated().compactMap { row, value in
      value?.nonFiniteName.map { (row: row + 1, name: $0) }
    }
    guard let first = found.first else { return nil }
    return found.count == 1
      ? "`\(name)` is \(first.name) in row \(first.row)"
      : "`\(name)` is not finite in \(found.count) of \(values.count) rows: "
        + "\(first.name) in row \(first.row), the first of them"
  }
}

extension Value {
  fileprivate var nonFiniteName: String? {
    if case .number(let number) = self { NumberText.nonFinite(number) } else { nil }
  }
}

extension String {
  fileprivate var speaksOfNonFinite: Bool {
    ["NaN", "∞", "finite"].contains { contains($0) }
  }
}
