import OctavoEngine
import Testing

@Suite struct LinearMapTests {
  /// Rows, inputs and outputs on both sides of every way of cutting a product into blocks.
  static let shapes = [
    (199, 128, 96), (64, 70, 37), (63, 384, 130), (33, 16, 64), (31, 40, 65), (13, 64, 200),
    (5, 3, 1), (150, 768, 40),
  ]

  @Test(arguments: shapes, [false, true])
  func aRowHasTheSameBitsAmongAnyOthers(
    shape: (rows: Int, inputs: Int, outputs: Int), isTied: Bool
  ) {
    let (rows, inputs, outputs) = shape
    let x = randomTensor([rows, inputs], seed: 1)
    let weight = Variable(randomTensor(isTied ? [outputs, inputs] : [inputs, outputs], seed: 2))
    let bias = Variable(randomTensor([outputs], seed: 3))
    func product(_ range: Range<Int>) -> [Float] {
      let part = Variable(
        Tensor(
          Array(x.values[range.lowerBound * inputs..<range.upperBound * inputs]),
          shape: [range.count, inputs]))
      return isTied
        ? part.linear(tiedTo: weight).value.values
        : part.linear(weight, bias: bias, activation: .gelu).value.values
    }
    let together = product(0..<rows)
    for range in [0..<1, 0..<rows / 2 + 1, rows / 3..<rows, rows - 1..<rows] {
      #expect(
        product(range)
          == Array(together[range.lowerBound * outputs..<range.upperBound * outputs]))
    }
  }
}
