import OctavoEngine
import Testing

@Suite struct CrossEntropyTests {
  @Test func partsWithOneDenominatorSumToTheWhole() {
    let logits = randomTensor([6, 5], seed: 1)
    let targets: [Int32] = [1, -100, 3, 0, 4, -100]
    let whole = Variable(logits).crossEntropy(targets).value.scalar
    let parts = [0..<3, 3..<6].map { rows in
      let part = Tensor(logits.values[rows.lowerBound * 5..<rows.upperBound * 5], shape: [3, 5])
      return Variable(part).crossEntropy(Array(targets[rows]), denominator: 4).value.scalar
    }
    #expect(abs(parts[0] + parts[1] - whole) < 1e-6)
  }

  @Test func itIsTheNegativeMeanOfLogProbabilities() {
    let logits = randomTensor([40, 70], seed: 2, scale: 5)
    let targets = (0..<40).map { Int32($0) }
    let loss = Variable(logits).crossEntropy(targets).value.scalar
    let logProbabilities = Variable(logits).logProbabilities(of: targets).value.values
    #expect(abs(loss + logProbabilities.reduce(0, +) / 40) < 1e-5)
  }
}
