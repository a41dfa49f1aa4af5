import Foundation
import OctavoBase

/// How the ticks of one axis are written: all with the same number of decimals and the same
/// prefix.
package struct TickFormat: Hashable, Sendable {
  private let divisor: Double
  private let suffix: String
  private let decimals: Int

  package init(values: [Double], step: Double) {
    let greatest = values.map(\.magnitude).max() ?? 0
    switch greatest {
    case 1e15...: (divisor, suffix) = Self.power(of: greatest)
    case 1e12..<1e15: (divisor, suffix) = (1e12, "T")
    case 1e9..<1e12: (divisor, suffix) = (1e9, "G")
    case 1e6..<1e9: (divisor, suffix) = (1e6, "M")
    case 1e-3..<1e6: (divisor, suffix) = (1, "")
    case 0: (divisor, suffix) = (1, "")
    default: (divisor, suffix) = Self.power(of: greatest)
    }
    let exponent = floor(Double.log10(step / divisor) + 1e-9)
    // Quarters have a digit more.
    let leading = step / divisor / Double.pow(10, exponent)
    let digits = abs(leading - leading.rounded()) < 1e-6 ? 0 : 1
    decimals = min(max(0, Int(-exponent) + digits), 15)
  }

  package func label(_ value: Double) -> String {
    value == 0 ? "0" : NumberText.fixed(value / divisor, decimals: decimals) + suffix
  }

  /// `0.001`, `0.1`, `1,000`, and beyond those `10⁻⁵` and `2×10⁷`.
  package static func logarithmicLabel(_ value: Double) -> String {
    let exponent = Int(floor(Double.log10(value) + 1e-9))
    if (-3...5).contains(exponent) {
      return NumberText.fixed(value, decimals: max(0, -exponent))
    }
    let factor = (value / Double.pow(10, Double(exponent))).rounded()
    return (factor == 1 ? "" : "\(Int(factor))×") + NumberText.power(ofTen: exponent)
  }

  private static func power(of value: Double) -> (Double, String) {
    let exponent = Int(floor(Double.log10(value) + 1e-9))
    return (Double.pow(10, Double(exponent)), "×" + NumberText.power(ofTen: exponent))
  }
}
