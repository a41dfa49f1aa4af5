/// What stands in a frame where there is nothing to draw.
package enum EmptyNotice {
  /// - Parameter isCentered: Whether the frame is wide enough for the words; else they begin at its
  ///   left.
  package static func node(in frame: Frame, isCentered: Bool = true) -> HTMLNode {
    HTMLTag.g(.class(isCentered ? "middle" : "start")) {
      HTMLTag.path(
        .class("axis"),
        .d(SVGPath(from: Point(frame.left, frame.bottom), to: Point(frame.right, frame.bottom))))
      HTMLTag.textLabel(
        .class("note"), .x(isCentered ? (frame.left + frame.right) / 2 : frame.left),
        .y((frame.top + frame.bottom) / 2)
      ) { phrases.nothingToPlot }
    }
  }
}
