import CKernels
import OctavoBase
import Testing

/// Activations and the exponential are within two units in the last place of their values, here over
/// every 4,001st number of their ranges; the reference is in double precision.
@Suite struct ActivationAccuracyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let range: ClosedRange<Float>
    let kernel: @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    let reference: @Sendable (Double) -> Double
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "exp", range: -87.3...88.7) {
      octavo_exp($0, $1, $2)
    } reference: {
      .exp($0)
    },
    Case(name: "gelu", range: -12.9...100) {
      octavo_gelu($0, $1, $2, nil)
    } reference: {
      $0 * .erfc(-$0 * 0.5.squareRoot()) / 2
    },
    Case(name: "gelu-tanh", range: -10...100) {
      octavo_gelu_tanh($0, $1, $2, nil)
    } reference: {
      $0 / (1 + .exp(-2 * (2 / .pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
    },
    Case(name: "silu", range: -87...100) {
      octavo_silu($0, $1, $2, nil)
    } reference: {
      $0 / (1 + .exp(-$0))
    },
  ]

  @Test(arguments: cases)
  func areWithinTwoUnitsInTheLastPlace(_ function: Case) {
    let magnitudes = stride(from: Float(1e-20).bitPattern, to: Float(128).bitPattern, by: 4001)
      .map(Float.init(bitPattern:))
    let x = (magnitudes + magnitudes.map { -$0 }).filter(function.range.contains)
    var y = [Float](repeating: 0, count: x.count)
    function.kernel(x.count, x, &y)
    var greatest = (error: 0.0, at: Float(0))
    for (x, y) in zip(x, y) {
      let exact = function.reference(Double(x))
      let error = y.isNaN ? .infinity : abs(Double(y) - exact) / Double(Float(exact).ulp)
      if error > greatest.error { greatest = (error, x) }
    }
    #expect(greatest.error < 2, "at \(greatest.at)")
  }

  @Test(arguments: cases.dropFirst())
  func valuesFarFromZeroAreThoseOfTheLimits(_ function: Case) {
    let x: [Float] = [-.infinity, -1e30, -1000, .nan, 1000, 1e30, .infinity]
    var y = [Float](repeating: 0, count: x.count)
    function.kernel(x.count, x, &y)
    #expect(y[..<3].allSatisfy { abs($0) < 1e-35 })
    #expect(y[3].isNaN)
    #expect(Array(y[4...]) == Array(x[4...]))
  }
}
