import OctavoEngine
import Testing

/// Every fused function's backward pass against finite differences, also where nothing but the
/// parameters, or nothing but the input, is differentiated.
@Suite struct FunctionGradientTests {
  @Test(arguments: Activation.allCases)
  func activations(activation: Activation) {
    expectGradients(of: [randomTensor([3, 5], seed: 1, scale: 2)]) {
      $0[0].activated(by: activation)
    }
  }

  @Test(arguments: [nil] + Activation.allCases, [true, false])
  func linear(activation: Activation?, hasBias: Bool) {
    let inputs = [
      randomTensor([2, 3, 4], seed: 1), randomTensor([4, 5], seed: 2), randomTensor([5], seed: 3),
    ]
    expectGradients(of: Array(inputs.prefix(hasBias ? 3 : 2))) {
      $0[0].linear($0[1], bias: hasBias ? $0[2] : nil, activation: activation)
    }
  }

  @Test func linearOfAConstant() {
    let x = Variable(randomTensor([6, 4], seed: 1))
    expectGradients(of: [randomTensor([4, 5], seed: 2), randomTensor([5], seed: 3)]) {
      x.linear($0[0], bias: $0[1], activation: .gelu)
    }
    let weight = Variable(randomTensor([4, 5], seed: 2))
    expectGradients(of: [randomTensor([6, 4], seed: 1)]) { $0[0].linear(weight) }
  }

  /// Enough rows that the work is cut into several blocks.
  @Test func linearInBlocks() {
    let x = Variable(randomTensor([300, 3], seed: 1))
    expectGradients(of: [randomTensor([3, 4], seed: 2), randomTensor([4], seed: 3)]) {
      x.linear($0[0], bias: $0[1], activation: .silu)
    }
    expectGradients(of: [randomTensor([6, 3], seed: 2)]) { x.linear(tiedTo: $0[0]) }
  }

  @Test func tiedHead() {
    expectGradients(of: [randomTensor([2, 3, 4], seed: 1), randomTensor([7, 4], seed: 2)]) {
      $0[0].linear(tiedTo: $0[1])
    }
  }

  @Test(arguments: [true, false])
  func layerNorm(hasBias: Bool) {
    let inputs = [
      randomTensor([3, 6], seed: 1), randomTensor([6], seed: 2), randomTensor([6], seed: 3),
    ]
    expectGradients(of: Array(inputs.prefix(hasBias ? 3 : 2))) {
      $0[0].layerNorm(gain: $0[1], bias: hasBias ? $0[2] : nil)
    }
  }

  @Test func rootMeanSquareNorm() {
    expectGradients(of: [randomTensor([3, 6], seed: 1), randomTensor([6], seed: 2)]) {
      $0[0].rootMeanSquareNorm(gain: $0[1])
    }
  }

  @Test func normsOfConstants() {
    let x = Variable(randomTensor([80, 6], seed: 1))
    expectGradients(of: [randomTensor([6], seed: 2), randomTensor([6], seed: 3)]) {
      x.layerNorm(gain: $0[0], bias: $0[1])
    }
    expectGradients(of: [randomTensor([6], seed: 2)]) { x.rootMeanSquareNorm(gain: $0[0]) }
  }

  @Test func unitLength() {
    expectGradients(of: [randomTensor([2, 3, 5], seed: 1)]) { $0[0].scaledToUnitLength() }
    let zeros = Variable(Tensor(zeros: [2, 3])).scaledToUnitLength()
    #expect(zeros.value == Tensor(zeros: [2, 3]))
  }

  @Test func scaleByAnExponential() {
    let inputs = [randomTensor([3, 4], seed: 1), Tensor([0.4], shape: [1])]
    expectGradients(of: inputs) { $0[0].scaled(byExponentialOf: $0[1]) }
  }

  /// Beyond its limit a scale may fall but not rise.
  @Test func limitedScale() {
    for (sign, expected) in [(Float(1), Float(30)), (-1, 0)] {
      let tape = Tape()
      let exponent = tape.variable(Tensor([5], shape: [1]))
      let y = Variable(Tensor([sign, 2 * sign], shape: [2]))
        .scaled(byExponentialOf: exponent, atMost: 10)
      #expect(y.value.values == [10 * sign, 20 * sign])
      #expect(tape.gradients(of: y.sum(), by: [exponent])[0].values == [expected])
    }
  }

  @Test func embedding() {
    expectGradients(of: [randomTensor([5, 3], seed: 1)]) {
      $0[0].embedding([4, 0, 4, 2, 4, 1], shape: [2, 3])
    }
  }

  @Test(arguments: RotaryLayout.allCases)
  func rotary(layout: RotaryLayout) {
    let table = RotaryTable(positions: 9, headWidth: 4, base: 100, layout: layout)
    expectGradients(of: [randomTensor([1, 3, 14], seed: 1)]) {
      $0[0].rotated(table, heads: 3, positions: [0, 3, 8])
    }
  }

  @Test func swiGLU() {
    expectGradients(of: [randomTensor([3, 8], seed: 1, scale: 2)]) { $0[0].swiGLU() }
  }

  @Test func softmax() {
    expectGradients(of: [randomTensor([3, 5], seed: 1)]) { $0[0].softmax() }
  }

  @Test func logProbabilities() {
    expectGradients(of: [randomTensor([2, 2, 5], seed: 1)]) {
      $0[0].logProbabilities(of: [0, 4, 2, 2])
    }
    expectGradients(of: [randomTensor([2, 5], seed: 1)]) {
      $0[0].logProbabilities(of: [3, 1], temperature: 0.7)
    }
  }

  @Test func entropy() {
    expectGradients(of: [randomTensor([3, 5], seed: 1)]) { $0[0].entropy() }
  }

  @Test(arguments: [Float(0), 0.1])
  func crossEntropy(smoothing: Float) {
    expectGradients(of: [randomTensor([4, 5], seed: 1)]) {
      $0[0].crossEntropy([1, -100, 0, 4], weights: [1, 2, 0.5, 3], smoothing: smoothing)
    }
  }
}
