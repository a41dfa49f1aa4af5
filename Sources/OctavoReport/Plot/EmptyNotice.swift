/// What stands in a frame where there is nothing to draw.
package enum EmptyNotice {
  package static func node(in frame: Frame) -> HTMLNode {
    HTMLTag.g(.class("middle")) {
      HTMLTag.path(
        .class("axis"),
        .d(SVGPath(from: Point(frame.left, frame.bottom), to: Point(frame.right, frame.bottom))))
      HTMLTag.textLabel(
        .class("note"), .x((frame.left + frame.right) / 2), .y((frame.top + frame.bottom) / 2)
      ) { "No number to plot" }
    }
  }
}
