import Foundation
import OctavoBase
import Testing

@Suite struct ElementaryFunctionsTests {
  typealias Function = @Sendable (_ x: Double, _ y: Double) -> Double

  /// By their names in the table, with the greatest error in units in the last place.
  static let functions: [String: (bound: Double, compute: Function)] = [
    "exp": (0.6, { x, _ in .exp(x) }), "exp2": (0.6, { x, _ in .exp2(x) }),
    "log": (0.6, { x, _ in .log(x) }), "log1p": (0.6, { x, _ in .log(onePlus: x) }),
    "log2": (0.6, { x, _ in .log2(x) }), "log10": (0.6, { x, _ in .log10(x) }),
    "pow": (0.6, { x, y in .pow(x, y) }), "cbrt": (0.6, { x, _ in .cubeRoot(x) }),
    "sin": (0.8, { x, _ in .sin(x) }), "cos": (0.8, { x, _ in .cos(x) }),
    "erf": (1.1, { x, _ in .erf(x) }), "erfc": (1.5, { x, _ in .erfc(x) }),
    "lgamma": (1, { x, _ in .logGamma(x) }),
  ]

  /// Subnormal results are rounded twice.
  private static func bound(_ name: String, of value: Double) -> Double {
    let bound = functions[name]?.bound ?? 0
    return value.isSubnormal ? bound + 0.5 : bound
  }

  @Test func valuesAreThoseOfTheTable() throws {
    let url = try #require(
      Bundle.module.url(forResource: "elementary_reference", withExtension: "txt"))
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 2000)
    for line in lines {
      let words = line.split(separator: " ")
      let name = String(words[0])
      let function = try #require(Self.functions[name])
      let numbers = try words.dropFirst().map { try #require(Double($0)) }
      let (value, rest) = (numbers[numbers.count - 2], numbers[numbers.count - 1])
      let result = function.compute(numbers[0], numbers[1])
      let error = abs((result - value) / value.ulp - rest)
      // The zeros of log Γ have no relative accuracy.
      let isNearZero = name == "lgamma" && abs(result - value) < 1e-17
      #expect(error < Self.bound(name, of: value) || isNearZero, "\(line): \(result)")
      if rest == 0 { #expect(result == value, "\(line): \(result)") }
    }
  }

  /// The same bits on every machine: hashes of the results of half any and half usual arguments.
  @Test(
    arguments: [
      ("exp", -745.0...710, 0x2EB4_1835_2D87_35EE), ("exp2", -1075...1024, 0xB0A0_D287_B9DF_DA99),
      ("log", 0...4, 0x2946_E75C_1492_2EDB), ("log1p", -1...2, 0xC719_27A9_102F_18A7),
      ("log2", 0...4, 0xB921_F007_421E_2738), ("log10", 0...4, 0x69DD_5D00_E94B_6F3B),
      ("cbrt", -8...8, 0x41AB_58DD_F29D_30CB), ("sin", -1000...1000, 0x60CE_6F80_9B01_73F6),
      ("cos", -1000...1000, 0x7F1F_DF1E_0EE8_BF97), ("erf", -6...6, 0x57AE_6E49_0C21_90BB),
      ("erfc", -6...28, 0xABDB_8967_ECFD_4903), ("lgamma", 0...20, 0x3712_EA14_21CC_B69C),
      ("pow", 0...4, 0xC5A1_23A6_AA86_E7AB),
    ] as [(String, ClosedRange<Double>, UInt64)])
  func bits(name: String, range: ClosedRange<Double>, expected: UInt64) throws {
    let function = try #require(Self.functions[name])
    var random = SplitMix64(seed: 1)
    func argument(_ index: Int, within range: ClosedRange<Double>) -> Double {
      let word = random.next()
      if index.isMultiple(of: 2) { return Double(bitPattern: word) }
      let share = Double(word >> 11) * 0x1p-53
      return range.lowerBound + (range.upperBound - range.lowerBound) * share
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<100_000 {
      let x = argument(index, within: range)
      let result = function.compute(x, name == "pow" ? argument(index, within: -40...40) : 0)
      // Processors differ in the sign of a NaN.
      hash = (hash ^ (result.isNaN ? Double.nan : result).bitPattern) &* 0x100_0000_01B3
    }
    #expect(hash == expected)
  }

  @Test func exponentialsAtTheirEnds() {
    #expect(Double.exp(710) == .infinity && Double.exp(-746) == 0)
    #expect(Double.exp(.infinity) == .infinity && Double.exp(-.infinity) == 0)
    #expect(Double.exp(.nan).isNaN && Double.exp(-0.0) == 1)
    #expect(Double.exp(709.782_712_893_383_9).isFinite && Double.exp(-745.13) > 0)
    #expect(Double.exp2(1024) == .infinity && Double.exp2(-1074) == 0x1p-1074)
    #expect(Double.exp2(-1076) == 0 && Double.exp2(.nan).isNaN)
  }

  @Test(arguments: ["log", "log2", "log10"])
  func logarithmsAtTheirEnds(name: String) throws {
    let function = try #require(Self.functions[name])
    func logarithm(_ x: Double) -> Double { function.compute(x, 0) }
    #expect(logarithm(0) == -.infinity && logarithm(-0.0) == -.infinity)
    #expect(logarithm(-1).isNaN && logarithm(-.infinity).isNaN && logarithm(.nan).isNaN)
    #expect(logarithm(.infinity) == .infinity)
    #expect(logarithm(1) == 0 && logarithm(1).sign == .plus)
  }

  @Test func logarithmsOfOneAndMoreAtTheirEnds() {
    #expect(Double.log(onePlus: -1) == -.infinity && Double.log(onePlus: -1.5).isNaN)
    #expect(Double.log(onePlus: -0.0).sign == .minus && Double.log(onePlus: .nan).isNaN)
    #expect(Double.log(onePlus: .infinity) == .infinity)
  }

  @Test(
    arguments: [
      (0, 0, 1), (.nan, 0, 1), (1, .nan, 1), (1, .infinity, 1), (-1, .infinity, 1), (2, .nan, .nan),
      (0, -1, .infinity), (-0.0, -1, -.infinity), (-0.0, -2, .infinity), (-0.0, 3, -0.0),
      (-0.0, 0.5, 0), (.infinity, -1, 0), (.infinity, 2, .infinity), (-.infinity, 3, -.infinity),
      (-.infinity, -3, -0.0), (-.infinity, 2, .infinity), (0.5, .infinity, 0), (2, -.infinity, 0),
      (0.5, -.infinity, .infinity), (-2, 3, -8), (-2, 4, 16), (-2, 0.5, .nan),
      (-2, 1e300, .infinity),
      (-2, -1075, -0.0), (2, 1024, .infinity), (2, -1074, 0x1p-1074), (10, 22, 1e22),
      (7, 18, 1_628_413_597_910_449),
    ] as [(Double, Double, Double)])
  func powers(x: Double, y: Double, expected: Double) {
    let result = Double.pow(x, y)
    #expect(result.isNaN && expected.isNaN || result.bitPattern == expected.bitPattern)
  }

  @Test func wholePowersAreExact() {
    for base in 2...40 {
      var product = 1
      for exponent in 0... {
        #expect(Double.pow(Double(base), Double(exponent)) == Double(product))
        product *= base
        if product >= 1 << 53 { break }
      }
    }
  }

  @Test func oddFunctionsKeepTheSignOfZero() {
    for function in [Double.sin, Double.erf, Double.cubeRoot] as [(Double) -> Double] {
      #expect(function(-0.0) == 0 && function(-0.0).sign == .minus)
      #expect(function(0).sign == .plus && function(.nan).isNaN)
      #expect(function(-0x1p-1074) <= 0 && function(0.3) == -function(-0.3))
    }
  }

  @Test func theRestAtTheirEnds() {
    #expect(Double.sin(.infinity).isNaN && Double.cos(-.infinity).isNaN && Double.cos(0) == 1)
    #expect(Double.cubeRoot(-.infinity) == -.infinity && Double.cubeRoot(-27) == -3)
    #expect(Double.erf(.infinity) == 1 && Double.erf(-7) == -1)
    #expect(Double.erfc(-.infinity) == 2 && Double.erfc(30) == 0 && Double.erfc(.infinity) == 0)
    #expect(Double.erfc(0) == 1 && Double.erfc(.nan).isNaN && Double.erfc(27.2) > 0)
    #expect(Double.logGamma(1) == 0 && Double.logGamma(2) == 0 && Double.logGamma(-1).isNaN)
    #expect(Double.logGamma(0) == .infinity && Double.logGamma(.infinity) == .infinity)
    #expect(Double.logGamma(.nan).isNaN && Double.logGamma(1e308) == .infinity)
  }

  @Test func singlePrecisionIsTheRoundedDouble() {
    for x: Float in [-104, -87.5, -1, 0, 0x1p-30, 1, 88.7, 89] {
      #expect(Float.exp(x) == Float(Double.exp(Double(x))))
    }
    #expect(Float.exp(89) == .infinity && Float.exp(-104) == 0 && Float.exp(.nan).isNaN)
  }
}
