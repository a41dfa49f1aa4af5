/// One panel of a plot, of whichever kind: it says how much room its labels need, and draws itself
/// into the frame that it is given.
package protocol PanelDrawing {
  /// The room that tick labels take to the left of the frame.
  var leftGutter: Double { get }
  /// The room that marks or labels take to the right of it.
  var rightGutter: Double { get }
  /// The room that tick labels take below it, given the frame's width.
  func bottomGutter(width: Double) -> Double
  /// The room above the frame that marks of the panel's own need.
  var topGutter: Double { get }
  /// What it makes of the width that is there.
  func frameSize(width: Double) -> Size
  func nodes(in frame: Frame, edges: PanelEdges) -> [HTMLNode]
}

extension PanelDrawing {
  package var topGutter: Double { 0 }
}

package struct Size: Hashable, Sendable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// On which sides a panel writes its tick labels: among several that share their axes only the
/// outer ones do.
package struct PanelEdges: Hashable, Sendable {
  package var left: Bool
  package var bottom: Bool

  package init(left: Bool, bottom: Bool) {
    self.left = left
    self.bottom = bottom
  }
}
