import OctavoResults

/// What the colors of a heatmap stand for: its nine steps in a row, with the numbers at both ends.
package struct ColorKey {
  package var scale: ColorScale
  package var quantity: String
  package var layout: PlotLayout

  package var height: Double { layout.lineHeight + 14 }

  package func nodes() -> [HTMLNode] {
    let baseline = layout.lineHeight / 2 + layout.fontSize * 0.36
    let low = scale.text(scale.lower, digits: 3)
    let high = scale.text(scale.upper, digits: 3)
    let start = layout.textWidth(quantity) + 20 + layout.textWidth(low) + 8
    // Long numbers leave less room for the colors.
    let room = (layout.width - start - 8 - layout.textWidth(high)) / Double(ColorScale.levelCount)
    let swatch = max(min(layout.width > 500 ? 20 : 14, room), 5)
    let end = start + swatch * Double(ColorScale.levelCount)
    return [
      HTMLTag.textLabel(.class("name"), .x(0), .y(baseline)) { quantity },
      HTMLTag.g(.class("end")) {
        HTMLTag.textLabel(.x(start - 8), .y(baseline)) { low }
      },
      HTMLTag.g(.class("cells key")) {
        for level in 0..<ColorScale.levelCount {
          HTMLTag.rect(
            .class(scale.className(level: level)), .x(start + Double(level) * swatch),
            .y(layout.lineHeight / 2 - 6), .width(swatch), .height(12))
        }
      },
      HTMLTag.textLabel(.x(end + 8), .y(baseline)) { high },
    ]
  }
}
