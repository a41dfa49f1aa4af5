/// One panel of a plot, of whichever kind: it says how much room its labels need, and draws itself
/// into the frame that it is given.
package protocol PanelDrawing {
  /// The room that tick labels take to the left of the frame.
  var leftGutter: Double { get }
  /// The room that marks or labels take to the right of it.
  var rightGutter: Double { get }
  /// The room that tick labels take below it, given the frame's width.
  func bottomGutter(width: Double) -> Double
  func frameHeight(width: Double) -> Double
  func nodes(in frame: Frame, edges: PanelEdges) -> [HTMLNode]
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
