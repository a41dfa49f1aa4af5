import OctavoEngine
import Testing

/// Compares the gradients of a function with its finite differences.
///
/// The function's result is projected on random weights to a scalar; every input is moved number by
/// number and the derivative taken from four points (error of the fourth order), as float32 needs
/// large steps.
func expectGradients(
  of inputs: [Tensor], step: Float = 0.03, tolerance: Double = 2e-3,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ function: ([Variable]) -> Variable
) {
  let shape = function(inputs.map { Variable($0) }).shape
  let projection = randomTensor(shape, seed: 99)
  let tape = Tape()
  let variables = inputs.map { tape.variable($0) }
  let loss = (function(variables) * Variable(projection)).sum()
  let gradients = tape.gradients(of: loss, by: variables)

  func value(_ inputs: [Tensor]) -> Double {
    let result = function(inputs.map { Variable($0) }).value
    return zip(result.values, projection.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  for (position, gradient) in gradients.enumerated() {
    #expect(gradient.shape == inputs[position].shape, sourceLocation: sourceLocation)
    for index in 0..<gradient.count {
      func moved(_ steps: Float) -> Double {
        var inputs = inputs
        inputs[position][index] += steps * step
        return value(inputs)
      }
      let expected =
        (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * Double(step))
      let actual = Double(gradient[index])
      #expect(
        abs(actual - expected) <= tolerance * max(1, abs(expected)),
        "input \(position) at \(index): \(actual), by differences \(expected)",
        sourceLocation: sourceLocation)
    }
  }
}

/// Standard normal numbers, the same for the same seed.
func randomTensor(_ shape: [Int], seed: UInt64, scale: Double = 1) -> Tensor {
  var stream = RandomStream(seed: seed)
  return Tensor(
    (0..<shape.reduce(1, *)).map { _ in Float(scale * stream.normal()) }, shape: shape)
}

/// Whether the numbers agree to `tolerance`, relative for those above 1.
func expectClose(
  _ actual: some Collection<Float>, _ expected: some Collection<Double>, tolerance: Double = 1e-5,
  _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.count == expected.count, comment, sourceLocation: sourceLocation)
  let worst = zip(actual, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }
  // Written so that a NaN fails.
  let isClose = worst.allSatisfy { $0 <= tolerance }
  #expect(
    isClose, "off by \(worst.max() ?? 0): \(comment?.rawValue ?? "")",
    sourceLocation: sourceLocation)
}

func expectClose(
  _ actual: Tensor, _ expected: Tensor, tolerance: Double = 1e-5, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.shape == expected.shape, comment, sourceLocation: sourceLocation)
  expectClose(
    actual.values, expected.values.map(Double.init), tolerance: tolerance, comment,
    sourceLocation: sourceLocation)
}
