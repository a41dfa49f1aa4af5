import OctavoBase
import OctavoResults

/// The curves of one table, all runs over each other: a small plot for each column, or one with a panel
/// for each point of the step. Columns that are the same in all runs are folded away.
struct CurvesView {
  var table: ComparedTable
  var keys: KeyStyles
  /// Unique in the page.
  var identifier: String

  private static let tile: PlotLayout = {
    var layout = PlotLayout.narrow
    layout.name = "tile"
    layout.frameHeight = 200
    return layout
  }()

  private typealias Columns = [(offset: Int, element: ComparedTable.Curves)]

  private var name: HTMLNode { HTMLTag.code { "\(table.step).\(table.name)" } }

  var node: HTMLNode {
    let columns = Array(table.columns.enumerated())
    let same = columns.filter(\.element.isSame)
    return HTMLTag.section {
      HTMLTag.heading(3)() { name }
      plots(columns.filter { !$0.element.isSame })
      if !same.isEmpty {
        folded(same) {
          same.count == 1 ? "One column is" : "\(same.count) columns are"
          " the same in all runs"
        }
      }
    }
  }

  /// All curves of a table that is the same in all runs.
  var folded: HTMLNode {
    let columns = Array(table.columns.enumerated())
    return folded(columns) {
      name
      columns.count == 1 ? ", one column" : ", \(columns.count) columns"
    }
  }

  private func folded(
    _ columns: Columns, @HTMLBuilder summary: () -> [HTMLNode]
  ) -> HTMLNode {
    HTMLTag.details(.class("data")) {
      HTMLTag.summary { summary() }
      plots(columns)
    }
  }

  private func plots(_ columns: Columns) -> HTMLNode {
    HTMLTag.div(.class("curves")) {
      for (index, curves) in columns {
        let isSingle = curves.plot.panels.count == 1
        HTMLTag.figure(.class(isSingle ? "plot" : "plot spread")) {
          for layout in isSingle ? [Self.tile] : [PlotLayout.wide, .narrow] {
            svg(curves.plot, layout, "\(identifier):\(index):\(layout.name)")
          }
          if curves.pointCount > curves.plot.panels.count {
            HTMLTag.figcaption {
              "The first \(curves.plot.panels.count) of \(curves.pointCount) points are drawn."
            }
          }
        }
      }
    }
  }

  private func svg(_ plot: Plot, _ layout: PlotLayout, _ identifier: String) -> HTMLNode {
    let plot = PlotLimits(plot).plot
    let description = PlotDescription(plot)
    return PlotDrawing(plot, layout: layout, keys: keys).svg(
      identifier: identifier, title: description.title, description: description.details)
  }
}
