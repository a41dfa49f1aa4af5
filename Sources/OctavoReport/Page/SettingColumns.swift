import OctavoResults

extension Table {
  /// With the settings of the run's axes written as legends write them, each by itself: `0.01`
  /// beside `0.001`, not `0.010`.
  func writingSettings(of run: Run) -> Table {
    let axes = Set(run.steps.flatMap { $0.points.first?.point.axes ?? [] })
    guard !axes.isEmpty else { return self }
    var table = self
    for index in table.columns.indices where axes.contains(table.columns[index].name) {
      let column = table.columns[index]
      guard column.presentation == nil, column.hasFractions else { continue }
      table.columns[index].presentation = .init(format: "g")
    }
    return table
  }
}

extension Table.Column {
  fileprivate var hasFractions: Bool {
    values.contains { if case .number? = $0 { true } else { false } }
      && values.allSatisfy { $0 == nil || $0?.double != nil }
  }
}
