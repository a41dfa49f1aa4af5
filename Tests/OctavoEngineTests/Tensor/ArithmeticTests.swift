import CKernels
import Foundation
import OctavoEngine
import Testing

@Suite struct ArithmeticTests {
  let x = randomTensor([3, 4], seed: 1)
  let y = randomTensor([3, 4], seed: 2)

  @Test func gradientsOfSumsAndProducts() {
    expectGradients(of: [x, y]) { $0[0] + $0[1] * 3 }
    expectGradients(of: [x, y]) { $0[0] * $0[1] + -$0[1] }
    expectGradients(of: [x]) { -$0[0] * 2 }
    expectGradients(of: [x]) { $0[0].reshaped([12]) * $0[0].reshaped([12]) }
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

  @Test func clippingHasNoGradientOutsideOfItsRange() {
    let tape = Tape()
    let a = tape.variable(Tensor([1, 5, 2], shape: [3]))
    let clipped = a.clipped(to: 1.5...4)
    #expect(clipped.value.values == [1.5, 4, 2])
    let gradients = tape.gradients(of: (clipped * 100).sum(), by: [a])
    #expect(gradients[0].values == [0, 0, 100])
  }

  @Test func exponentialIsAccurateOverItsWholeRange() {
    let arguments = (-870...880).map { Float($0) / 10 }
    let results = exponentials(of: arguments)
    for (argument, result) in zip(arguments, results) {
      let expected = Foundation.exp(Double(argument))
      #expect(abs(Double(result) - expected) <= 3e-7 * expected, "exp(\(argument))")
    }
  }

  @Test func whatIsNotANumberStaysSo() {
    let nan = Variable(Tensor([.nan, 1], shape: [1, 2]))
    #expect(exponentials(of: [.nan])[0].isNaN)
    #expect(nan.clipped(to: -1...1).value[0].isNaN)
    #expect(nan.logProbabilities(of: [1]).value[0].isNaN)
    #expect(nan.crossEntropy([1]).value.scalar.isNaN)
  }
}

private func exponentials(of numbers: [Float]) -> [Float] {
  var results = numbers
  octavo_exp(numbers.count, numbers, &results)
  return results
}
