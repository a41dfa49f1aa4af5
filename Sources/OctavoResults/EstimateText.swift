import Foundation
import OctavoBase

/// An estimate as a reader likes it: `2.765 ± 0.012`, or `0.86 (0.81 to 0.90)` where the ends are
/// not equally far from the value. It has as many digits as the interval supports.
public enum EstimateText {
  /// - Parameters:
  ///   - decimals: Without them, as many as give half the interval two significant digits.
  ///   - isPercent: Whether the value is a share, written as `86.2 ± 2.1 %`.
  public static func text(
    _ estimate: Estimate, decimals: Int? = nil, isPercent: Bool = false
  ) -> String {
    text(
      estimate.value, lower: estimate.lower, upper: estimate.upper, decimals: decimals,
      isPercent: isPercent)
  }

  /// A value whose interval has an end that is not finite, as after one observation, or no width,
  /// is written alone.
  public static func text(
    _ value: Double, lower: Double, upper: Double, decimals: Int? = nil, isPercent: Bool = false
  ) -> String {
    if isPercent {
      let text = text(value * 100, lower: lower * 100, upper: upper * 100, decimals: decimals)
      return text + "\u{A0}%"
    }
    let half = upper / 2 - lower / 2
    guard value.isFinite, half.isFinite, half != 0 else {
      return decimals.map { NumberText.fixed(value, decimals: $0) } ?? NumberText.short(value)
    }
    if decimals == nil, let text = scientific(value, lower, upper, half) { return text }
    let places =
      decimals ?? places(half, value, isSymmetric: isSymmetric(value, lower, upper))
    return text(value, lower: lower, upper: upper) {
      NumberText.fixed(rounded($0, places), decimals: places)
    }
  }

  /// With the value and the ends written in a way of one's own.
  ///
  /// - Parameter writeWidth: How half the interval is written, where that is another way.
  public static func text(
    _ value: Double, lower: Double, upper: Double, write: (Double) -> String,
    writeWidth: ((Double) -> String)? = nil
  ) -> String {
    let half = upper / 2 - lower / 2
    guard half.isFinite, half != 0 else { return write(value) }
    return isSymmetric(value, lower, upper)
      ? "\(write(value))\u{A0}±\u{A0}\(writeWidth?(half) ?? write(half))"
      : "\(write(value)) "
        + "(\(write(lower))\u{A0}\(NumberNotation.current.to)\u{A0}\(write(upper)))"
  }

  /// Whether the ends are about equally far from the value.
  private static func isSymmetric(_ value: Double, _ lower: Double, _ upper: Double) -> Bool {
    abs((upper - value) - (value - lower)) <= 0.1 * (upper / 2 - lower / 2).magnitude
  }

  /// How many decimals give half an interval two significant digits, or one where it is written by
  /// its ends and that one is 3 or more; below zero where tens and hundreds are uncertain.
  private static func places(_ half: Double, _ value: Double, isSymmetric: Bool) -> Int {
    guard half > 0 else {
      return value == 0 ? 0 : max(0, 3 - NumberText.decimalExponent(value, digits: 4))
    }
    let exponent = NumberText.decimalExponent(half, digits: 2)
    let isCoarse = !isSymmetric && half >= 3 * Double.pow(10, Double(exponent))
    let places = (isCoarse ? 0 : 1) - exponent
    // Beside a far end, a small value is not written as 0.
    guard value != 0, !isSymmetric else { return places }
    return max(places, -NumberText.decimalExponent(value, digits: 1))
  }

  private static func rounded(_ value: Double, _ places: Int) -> Double {
    guard places < 0 else { return value }
    let unit = Double.pow(10, Double(-places))
    return (value / unit).rounded() * unit
  }

  /// Very large and very small ones: `(1.234 ± 0.012)×10⁻⁷`.
  private static func scientific(
    _ value: Double, _ lower: Double, _ upper: Double, _ half: Double
  ) -> String? {
    let greatest = max(value.magnitude, half.magnitude)
    guard greatest > 0 else { return nil }
    let exponent = NumberText.decimalExponent(greatest, digits: 2)
    guard !(-4..<7).contains(exponent), (-290..<290).contains(exponent) else { return nil }
    let unit = Double.pow(10, Double(exponent))
    let text = text(value / unit, lower: lower / unit, upper: upper / unit)
    return "(\(text))×\(NumberText.power(ofTen: exponent))"
  }
}
