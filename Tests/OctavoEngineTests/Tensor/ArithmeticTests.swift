import Foundation
import OctavoEngine
import Testing

@Suite struct ArithmeticTests {
  let x = randomTensor([3, 4], seed: 1)
  let y = randomTensor([3, 4], seed: 2)

  @Test func gradientsOfSumsAndProducts() {
    expectGradients(of: [x, y]) { $0[0] + $0[1] * 3 }
    expectGradients(of: [x, y]) { $0[0] * $0[1] - $0[1] }
    expectGradients(of: [x]) { -$0[0] + 2 }
    expectGradients(of: [x]) { $0[0].reshaped([12]) * $0[0].reshaped([12]) }
  }

  @Test func gradientsOfExponentialAndLogarithm() {
    expectGradients(of: [x]) { $0[0].exp() }
    expectGradients(of: [x]) { ($0[0] * $0[0] + 1).log() }
  }

  @Test func gradientsOfMeans() {
    let mask = Tensor([1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0], shape: [3, 4])
    expectGradients(of: [x]) { ($0[0] * $0[0]).mean() }
    expectGradients(of: [x]) { ($0[0] * $0[0]).mean(mask: mask) }
  }

  @Test func anEmptyMeanIsZeroWithoutGradient() {
    let tape = Tape()
    let variable = tape.variable(x)
    let mean = variable.mean(mask: Tensor(zeros: [3, 4]))
    #expect(mean.value.scalar == 0)
    #expect(tape.gradients(of: mean, by: [variable])[0] == Tensor(zeros: [3, 4]))
  }

  @Test func choicesTakeTheRightSide() {
    let tape = Tape()
    let a = tape.variable(Tensor([1, 5, 2], shape: [3]))
    let b = tape.variable(Tensor([3, 4, 2], shape: [3]))
    let low = Variable.minimum(a, b)
    let high = Variable.maximum(a, b)
    let clipped = a.clipped(to: 1.5...4)
    #expect(low.value.values == [1, 4, 2])
    #expect(high.value.values == [3, 5, 2])
    #expect(clipped.value.values == [1.5, 4, 2])
    let loss = (low + high * 10 + clipped * 100).sum()
    let gradients = tape.gradients(of: loss, by: [a, b])
    #expect(gradients[0].values == [1, 10, 111])
    #expect(gradients[1].values == [10, 1, 0])
  }

  @Test func exponentialIsAccurateOverItsWholeRange() {
    let arguments = (-870...880).map { Float($0) / 10 }
    let results = Variable(Tensor(arguments, shape: [arguments.count])).exp().value.values
    for (argument, result) in zip(arguments, results) {
      let expected = Foundation.exp(Double(argument))
      #expect(abs(Double(result) - expected) <= 3e-7 * expected, "exp(\(argument))")
    }
  }

  @Test func whatIsNotANumberStaysSo() {
    let nan = Variable(Tensor([.nan, 1], shape: [1, 2]))
    #expect(nan.exp().value[0].isNaN)
    #expect(nan.clipped(to: -1...1).value[0].isNaN)
    #expect(nan.logProbabilities(of: [1]).value[0].isNaN)
    #expect(nan.crossEntropy([1]).value.scalar.isNaN)
  }
}
