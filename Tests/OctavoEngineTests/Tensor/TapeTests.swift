import OctavoEngine
import Testing

@Suite struct TapeTests {
  @Test func aVariableUsedTwiceGetsBothGradients() {
    let tape = Tape()
    let x = tape.variable(Tensor([3], shape: [1]))
    let loss = (x * x + x * 2).sum()
    #expect(loss.value.scalar == 15)
    #expect(tape.gradients(of: loss, by: [x])[0].values == [8])
  }

  @Test func anUnusedVariableHasAZeroGradient() {
    let tape = Tape()
    let (x, unused) = (
      tape.variable(Tensor([1, 2], shape: [2])), tape.variable(Tensor([5], shape: [1]))
    )
    let gradients = tape.gradients(of: x.sum(), by: [x, unused])
    #expect(gradients.map(\.values) == [[1, 1], [0]])
  }

  @Test func noGradientFlowsThroughADetachedVariable() {
    let tape = Tape()
    let x = tape.variable(Tensor([3], shape: [1]))
    let loss = (x * x.detached).sum()
    #expect(tape.gradients(of: loss, by: [x])[0].values == [3])
  }

  @Test func gradientsOfPartsAddUp() {
    let values = Tensor([1, -2, 3], shape: [3])
    var sum: [Tensor]?
    for scale in [2, 5] as [Float] {
      let tape = Tape()
      let x = tape.variable(values)
      sum = tape.gradients(of: (x * x * scale).sum(), by: [x], adding: sum)
    }
    #expect(sum?[0].values == [14, -28, 42])
  }

  /// What a residual connection does: one gradient goes to two places, and one of them is added to.
  @Test func sharedGradientsAreNotOverwritten() {
    let tape = Tape()
    let x = tape.variable(randomTensor([4, 8], seed: 1))
    let gain = tape.variable(Tensor(repeating: 1, shape: [8]))
    let y = x + x.layerNorm(gain: gain)
    let z = y + y.layerNorm(gain: gain)
    let gradient = tape.gradients(of: (z * z).sum(), by: [x])[0]

    expectGradients(of: [x.value, gain.value]) {
      let y = $0[0] + $0[0].layerNorm(gain: $0[1])
      let z = y + y.layerNorm(gain: $0[1])
      return z * z
    }
    #expect(gradient.values.allSatisfy { $0.isFinite })
  }
}
