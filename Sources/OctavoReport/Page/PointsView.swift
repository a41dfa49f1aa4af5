import OctavoBase
import OctavoResults

/// A row for each point of a step, folded.
package struct PointsView {
  package var record: StepRecord
  package var run: Run

  package var node: HTMLNode {
    var table = record.pointsTable
    for index in table.columns.indices where record.shares.contains(table.columns[index].name) {
      table.columns[index].presentation = .init(percent: true)
    }
    let shown = table.writingSettings(of: run)
    return HTMLTag.details(.class("data")) {
      HTMLTag.summary { phrases.points(shown.rowCount) }
      TableView(shown, name: phrases.pointsOf(record.name)).scrolling
    }
  }
}
