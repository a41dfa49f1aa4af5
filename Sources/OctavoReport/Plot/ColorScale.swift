import OctavoBase
import OctavoResults

/// Numbers as nine steps of color, from nothing to much or either side of zero. Steps rather than
/// a continuum can be named by the style sheet, which has them for light and for dark.
package struct ColorScale: Hashable, Sendable {
  package static let levelCount = 9

  package let lower: Double
  package let upper: Double
  package let isDiverging: Bool

  /// `nil` where no number is finite.
  package init?(values: [Double], isDiverging: Bool) {
    var extent = Extent(scale: .linear)
    extent.include(contentsOf: values)
    guard !extent.isEmpty else { return nil }
    self.isDiverging = isDiverging
    if isDiverging {
      let reach = max(abs(extent.lower), abs(extent.upper))
      (lower, upper) = (-reach, reach)
    } else {
      (lower, upper) = (extent.lower, extent.upper)
    }
  }

  /// From 0 to 8; 4 is the middle of a diverging scale.
  package func level(_ value: Double) -> Int {
    let steps = Double(Self.levelCount)
    guard upper > lower else { return isDiverging ? 4 : 0 }
    let fraction = (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    return Int(min(max(fraction * steps, 0), steps - 1))
  }

  package func className(level: Int) -> String { (isDiverging ? "d" : "q") + String(level) }

  package func className(_ value: Double) -> String { className(level: level(value)) }

  /// A number with so many decimals that the greatest of the scale has this many digits.
  package func text(_ value: Double, digits: Int) -> String {
    let greatest = max(abs(lower), abs(upper))
    guard greatest > 0 else { return NumberText.fixed(value, decimals: 0) }
    let exponent = NumberText.decimalExponent(greatest, digits: digits)
    guard (-4..<6).contains(exponent) else { return NumberText.short(value, digits: digits) }
    return NumberText.fixed(value, decimals: max(0, digits - 1 - exponent))
  }
}
