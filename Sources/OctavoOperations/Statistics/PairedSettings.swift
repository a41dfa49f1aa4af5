import OctavoBase
import OctavoResults

/// Two settings that are compared, with the rows of a table that make pairs.
struct PairedSettings {
  let setting: Value
  let baseline: Value
  /// The cells of the group that the rows are of.
  let group: [Value?]
  /// The row of the setting and that of the baseline.
  let pairs: [(row: Int, baselineRow: Int)]
  /// The rows of either that have no partner.
  let unpaired: [Int]

  /// The measurements at the setting less those at the baseline.
  func differences(_ values: [Value?]) -> [Double] {
    pairs.compactMap { pair in
      guard let own = values[pair.row]?.double, let other = values[pair.baselineRow]?.double else {
        return nil
      }
      return own - other
    }
  }
}

/// The settings of a table's rows, and how the rows make pairs.
struct SettingRows {
  let table: Table
  /// The column with the settings.
  let between: String
  /// The columns in which the rows of a pair are equal.
  let over: [String]
  private let groups: RowGroups
  /// In the order of their first rows.
  let settings: [Value]

  init(of rows: [Int], in table: Table, between: String, over: [String], by: [String]) {
    self.table = table
    self.between = between
    self.over = over
    groups = RowGroups(of: rows, in: table, by: by)
    settings = RowGroups(of: rows, in: table, by: [between]).groups.compactMap { $0.cells[0] }
  }

  /// The setting that equals a value; `nil` where there is none.
  func setting(_ value: Value) -> Value? {
    settings.first { CellIdentity($0) == CellIdentity(value) }
  }

  /// Each choice of two settings in each group: all with the baseline, or every two, of which the one
  /// that comes first is the baseline.
  ///
  /// - Throws: `OperationError` where two rows could stand in one place of a pair.
  func comparisons(with baseline: Value?) throws -> [PairedSettings] {
    let choices: [(setting: Value, baseline: Value)] =
      if let baseline {
        settings.filter { CellIdentity($0) != CellIdentity(baseline) }.map { ($0, baseline) }
      } else {
        settings.indices.flatMap { later in
          settings[..<later].map { (settings[later], $0) }
        }
      }
    return try groups.groups.flatMap { group in
      let bySetting = RowGroups(of: group.rows, in: table, by: [between])
      let byPair = try bySetting.groups.map { try checkedPairs($0.rows) }
      func rows(of setting: Value) -> RowGroups? {
        bySetting.place(of: [setting]).map { byPair[$0] }
      }
      return choices.map { choice in
        paired(choice, rows(of: choice.setting), rows(of: choice.baseline), in: group.cells)
      }
    }
  }

  /// Rows of one setting by what makes them pairs.
  private func checkedPairs(_ rows: [Int]) throws -> RowGroups {
    let byPair = RowGroups(of: rows, in: table, by: over)
    if let rows = byPair.groups.first(where: { $0.rows.count > 1 })?.rows {
      throw OperationError(
        "rows \(rows[0] + 1) and \(rows[1] + 1) both have "
          + table.phrase(rows[0], on: [between] + groups.columns + over)
          + ", so that either could make the pair",
        remedy: "name the columns that tell them apart in `over` or `by`")
    }
    return byPair
  }

  private func paired(
    _ choice: (setting: Value, baseline: Value), _ own: RowGroups?, _ others: RowGroups?,
    in group: [Value?]
  ) -> PairedSettings {
    let (ownRows, otherRows) = (own?.groups ?? [], others?.groups ?? [])
    return PairedSettings(
      setting: choice.setting, baseline: choice.baseline, group: group,
      pairs: ownRows.compactMap { one in
        others?[one.cells].map { (row: one.rows[0], baselineRow: $0.rows[0]) }
      },
      unpaired: ownRows.filter { others?[$0.cells] == nil }.map { $0.rows[0] }
        + otherRows.filter { own?[$0.cells] == nil }.map { $0.rows[0] })
  }
}
