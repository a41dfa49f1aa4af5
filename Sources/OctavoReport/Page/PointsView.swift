import OctavoBase
import OctavoResults

/// A row for each point of a step, folded.
package struct PointsView {
  package var record: StepRecord

  package var node: HTMLNode {
    let table = record.pointsTable
    return HTMLTag.details(.class("data")) {
      HTMLTag.summary { phrases.points(table.rowCount) }
      TableView(table, name: phrases.pointsOf(record.name)).scrolling
    }
  }
}
