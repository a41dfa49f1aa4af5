extension Table {
  /// The tables of several points one below another, after a column for each axis.
  public init(joining parts: [(point: Point, table: Table)]) {
    let axes = (parts.first?.point.axes ?? []).map { axis in
      Column(
        axis, parts.flatMap { [Value?](repeating: $0.point[axis], count: $0.table.rowCount) })
    }
    var seen: Set<String> = []
    let names = parts.flatMap { $0.table.columns.map(\.name) }.filter { seen.insert($0).inserted }
    self.init(
      axes
        + names.map { name in
          Column(
            name, unit: parts.lazy.compactMap { $0.table[column: name]?.unit }.first,
            parts.flatMap { part in
              part.table[column: name]?.values
                ?? [Value?](repeating: nil, count: part.table.rowCount)
            })
        })
  }
}
