/// The decimal digits of a real number, all of them: a binary fraction always has an end in
/// decimal. Rounding here is therefore exact, and a tie goes to the even digit as in Python.
struct ExactDecimal: Hashable {
  var isNegative: Bool
  /// Without zeros in front; none for zero.
  private(set) var digits: [UInt8]
  /// The number is `0.d₁d₂d₃… · 10^exponent`.
  private(set) var exponent: Int

  /// - Precondition: the number is finite.
  init(_ number: Double) {
    precondition(number.isFinite, "only a finite number has decimal digits")
    isNegative = number.sign == .minus
    digits = []
    exponent = 0
    guard number != 0 else { return }
    // number = significand · 2^binary with an integer significand.
    let significand =
      number.significandBitPattern
      | (number.isNormal ? 1 << UInt64(Double.significandBitCount) : 0)
    let binary = Int(max(number.exponentBitPattern, 1)) - 1075
    var integer = BigNatural(significand)
    if binary >= 0 {
      integer.multiply(by: 2, times: binary)
    } else {
      // m · 2^-k = m · 5^k · 10^-k
      integer.multiply(by: 5, times: -binary)
    }
    digits = integer.digits
    exponent = digits.count + min(binary, 0)
  }

  /// The fewest digits that tell the number from every other.
  ///
  /// - Precondition: the number is finite.
  init(shortest number: Double) {
    let exact = ExactDecimal(number)
    self = exact
    // 17 digits always do.
    for count in 1...17 {
      self = exact.rounded(toDigits: count)
      if double == number { return }
    }
  }

  init(_ integer: Int) {
    isNegative = integer < 0
    digits = BigNatural(UInt64(integer.magnitude)).digits
    exponent = digits.count
  }

  /// With digits to the given decimal place, to the left of the point if it is negative.
  func rounded(toPlaces places: Int) -> ExactDecimal {
    rounded(toDigits: exponent + places)
  }

  /// With at most so many significant digits.
  func rounded(toDigits count: Int) -> ExactDecimal {
    guard count < digits.count else { return self }
    var result = self
    result.digits = count < 0 ? [] : Array(digits[..<count])
    if count >= 0, roundsUp(at: count) {
      var index = count - 1
      while index >= 0, result.digits[index] == 9 {
        result.digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        result.digits[index] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    if result.digits.isEmpty { result.exponent = 0 }
    return result
  }

  private func roundsUp(at index: Int) -> Bool {
    guard digits[index] == 5, digits[(index + 1)...].allSatisfy({ $0 == 0 }) else {
      return digits[index] >= 5
    }
    return index > 0 && digits[index - 1] % 2 == 1
  }

  /// The integer part, at least one digit, and so many decimal places; without a sign.
  func fixed(places: Int) -> (integer: String, fraction: String) {
    let rounded = rounded(toPlaces: places)
    let integer = (0..<max(rounded.exponent, 1)).map {
      rounded.digit(at: rounded.exponent > 0 ? $0 : -1)
    }
    let fraction = (0..<places).map { rounded.digit(at: rounded.exponent + $0) }
    return (integer.joined(), fraction.joined())
  }

  /// The significant digits of `d.ddd · 10^power`, one and so many more; without a sign.
  func scientific(places: Int) -> (integer: String, fraction: String, power: Int) {
    let rounded = rounded(toDigits: places + 1)
    let fraction = (0..<places).map { rounded.digit(at: $0 + 1) }
    return (rounded.digit(at: 0), fraction.joined(), digits.isEmpty ? 0 : rounded.exponent - 1)
  }

  private func digit(at index: Int) -> String {
    String(digits.indices.contains(index) ? digits[index] : 0)
  }

  /// The nearest real number.
  var double: Double {
    let text = digits.map(String.init).joined()
    return Double("\(isNegative ? "-" : "")0.\(text)e\(exponent)") ?? .nan
  }
}

/// A natural number of any size, in limbs of nine decimal digits, the lowest first.
private struct BigNatural {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64] = []

  init(_ number: UInt64) {
    var rest = number
    while rest > 0 {
      limbs.append(rest % Self.base)
      rest /= Self.base
    }
  }

  mutating func multiply(by factor: UInt64, times: Int) {
    var remaining = times
    while remaining > 0 {
      // 5¹² and 2¹² times a limb stay far below 2⁶⁴.
      let step = min(remaining, 12)
      let power = (0..<step).reduce(UInt64(1)) { product, _ in product * factor }
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = limbs[index] * power + carry
        limbs[index] = product % Self.base
        carry = product / Self.base
      }
      if carry > 0 { limbs.append(carry) }
      remaining -= step
    }
  }

  var digits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}
