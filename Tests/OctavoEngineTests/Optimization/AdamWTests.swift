import OctavoEngine
import Testing

@Suite struct AdamWTests {
  /// Without gradients only decay is left, and it is for matrices alone.
  @Test func decayIsForMatricesOnly() {
    var parameters = [Tensor(repeating: 2, shape: [3, 2]), Tensor(repeating: 2, shape: [4])]
    var optimizer = AdamW(for: parameters, AdamW.Settings(weightDecay: 0.5))
    let gradients = parameters.map { Tensor(zeros: $0.shape) }
    optimizer.update(&parameters, gradients: gradients, learningRate: 0.1)
    #expect(parameters[0].values == Array(repeating: 2 * 0.95, count: 6))
    #expect(parameters[1].values == Array(repeating: 2, count: 4))
  }

  @Test func aCopyOfTheParametersIsNotUpdated() {
    var parameters = [Tensor(repeating: 1, shape: [2, 2])]
    let copy = parameters
    var optimizer = AdamW(for: parameters, AdamW.Settings())
    optimizer.update(
      &parameters, gradients: [Tensor(repeating: 3, shape: [2, 2])], learningRate: 0.1)
    #expect(copy[0].values == [1, 1, 1, 1])
    #expect(parameters[0].values.allSatisfy { abs($0 - 0.9) < 1e-6 })
  }
}
