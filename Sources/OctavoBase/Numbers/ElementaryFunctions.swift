import CElementary

/// Elementary functions whose results are the same bits on every machine. The system's library, which
/// `Foundation.exp` and its like call, differs from version to version in the last digit, so what
/// reaches a result, a report or a message is computed by these.
///
/// Errors are in units in the last place. Arguments without a real value give NaN; infinities, NaN
/// and signed zeros are treated as IEEE 754 asks.
extension Double {
  /// eˣ; error below 0.6, where the result is subnormal below 1.1.
  @inlinable public static func exp(_ x: Double) -> Double { octavo_double_exp(x) }

  /// 2ˣ; error below 0.6, where the result is subnormal below 1.1.
  @inlinable public static func exp2(_ x: Double) -> Double { octavo_double_exp2(x) }

  /// The natural logarithm; error below 0.6.
  @inlinable public static func log(_ x: Double) -> Double { octavo_double_log(x) }

  /// log(1 + x), without rounding 1 + x; error below 0.6.
  @inlinable public static func log(onePlus x: Double) -> Double { octavo_double_log1p(x) }

  /// The logarithm to base 2; error below 0.6, and none for powers of two.
  @inlinable public static func log2(_ x: Double) -> Double { octavo_double_log2(x) }

  /// The logarithm to base 10; error below 0.6, and none for powers of ten that are exact.
  @inlinable public static func log10(_ x: Double) -> Double { octavo_double_log10(x) }

  /// xʸ; error below 0.6, where the result is subnormal below 1.1. Whole powers of integers are exact
  /// where they are doubles, such as those of ten up to 10²². A negative x has only whole powers.
  @inlinable public static func pow(_ x: Double, _ y: Double) -> Double { octavo_double_pow(x, y) }

  /// The real cube root; error below 0.6.
  @inlinable public static func cubeRoot(_ x: Double) -> Double { octavo_double_cbrt(x) }

  /// The sine of an angle in radians; error below 0.8 for every finite angle.
  @inlinable public static func sin(_ x: Double) -> Double { octavo_double_sin(x) }

  /// The cosine of an angle in radians; error below 0.8 for every finite angle.
  @inlinable public static func cos(_ x: Double) -> Double { octavo_double_cos(x) }

  /// The error function; error below 1.1.
  @inlinable public static func erf(_ x: Double) -> Double { octavo_double_erf(x) }

  /// 1 − erf(x), accurate also where it is small; error below 1.5, where the result is subnormal
  /// below 2.
  @inlinable public static func erfc(_ x: Double) -> Double { octavo_double_erfc(x) }

  /// log Γ(x) for x ≥ 0; error below 1, or below 10⁻¹⁷ in absolute terms near the zeros at 1 and 2.
  @inlinable public static func logGamma(_ x: Double) -> Double { octavo_double_lgamma(x) }
}

extension Float {
  /// eˣ, computed as a `Double` and rounded.
  @inlinable public static func exp(_ x: Float) -> Float { Float(Double.exp(Double(x))) }
}
