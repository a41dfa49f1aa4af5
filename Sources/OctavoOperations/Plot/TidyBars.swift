import OctavoBase
import OctavoResults
import OctavoRunner

/// Bars of a tidy table: for each panel, category and color the mean over the repetitions.
struct TidyBars {
  let rows: TidyRows
  let x: String
  let y: [String]
  let hasWhiskers: Bool
  let unit: String?

  private(set) var panels: [Plot.Panel] = []
  private(set) var note: String?

  /// Draws them.
  /// - Throws: `OperationError` where nothing tells several rows apart.
  mutating func draw(rules: [Plot.Rule]) throws {
    let all = rows.split(Array(0..<rows.table.rowCount), by: x).map(\.value)
    let categories = all.map { $0?.plainText ?? "" }
    var counts: [Int] = []
    for panel in rows.panels {
      var groups: [(column: Int, group: Plot.Bars.Group)] = []
      for group in panel.groups {
        try rows.requireOneRow(at: [x] + rows.over, among: group.rows)
        let members = Dictionary(
          rows.split(group.rows, by: x).map { ($0.value?.coordinate, $0.rows) }
        ) { first, _ in first }
        for column in y.indices {
          let cells = rows.table[column: y[column]]?.values ?? []
          let estimates = all.map { category in
            Estimate(
              overSeeds: members[category?.coordinate, default: []].compactMap { cells[$0]?.double }
            )
          }
          counts += estimates.map(\.count).filter { $0 > 0 }
          let name = rows.color == nil ? y[column].spaced : group.name
          var bars = Plot.Bars.Group(name, estimates, key: group.key)
          if !hasWhiskers { (bars.lower, bars.upper) = (nil, nil) }
          groups.append((column, bars))
        }
      }
      // With colors, every column that is drawn has panels of its own.
      let columns = rows.color != nil && y.count > 1 ? y.indices.map { [$0] } : [Array(y.indices)]
      for own in columns {
        let name = columns.count > 1 ? y[own[0]].spaced : nil
        let title = [name, panel.title].compactMap { $0 }
        panels.append(
          Plot.Panel(
            title: title.isEmpty ? nil : title.joined(separator: ", "),
            .bars(
              Plot.Bars(
                categories: categories,
                groups: groups.filter { own.contains($0.column) }.map(\.group))), rules: rules))
      }
    }
    note = rows.noun(of: counts).map {
      "Mean over \($0)\(hasWhiskers ? " with its 95 % interval" : "")."
    }
  }
}
