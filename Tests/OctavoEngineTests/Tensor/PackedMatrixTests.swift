import OctavoEngine
import Testing

@Suite struct PackedMatrixTests {
  static let shapes = [
    (1, 1, 1), (3, 5, 7), (33, 17, 65), (96, 130, 20), (200, 8, 64), (8, 200, 3), (15, 48, 33),
  ]

  @Test(arguments: shapes, [false, true])
  func agreesWithTheDefinition(shape: (rows: Int, outputs: Int, inputs: Int), transposed: Bool) {
    let (rows, outputs, inputs) = shape
    let x = randomTensor([rows, inputs], seed: 1)
    let w = randomTensor([inputs, outputs], seed: 2)
    let expected = (0..<rows * outputs).map { index in
      (0..<inputs).reduce(0.0) {
        $0 + Double(x[index / outputs * inputs + $1]) * Double(w[$1 * outputs + index % outputs])
      }
    }
    let packed = transposed ? PackedMatrix(transposing: w.transposed) : PackedMatrix(w)
    let y = Tensor(repeating: .nan, shape: [rows, outputs])
    packed.multiply(x, rows: rows, into: y)
    expectClose(y.values, expected, tolerance: 1e-5)

    packed.multiply(x, rows: rows, into: y, accumulate: true)
    expectClose(y.values, expected.map { 2 * $0 }, tolerance: 1e-5)
  }

  @Test func aRowHasTheSameBitsAloneAndAmongOthers() {
    let x = randomTensor([21, 70], seed: 3)
    let packed = PackedMatrix(randomTensor([70, 37], seed: 4))
    let together = Tensor(zeros: [21, 37])
    packed.multiply(x, rows: 21, into: together)
    let apart = x.values.chunks(of: 70).flatMap { row in
      let y = Tensor(zeros: [1, 37])
      packed.multiply(Tensor(row, shape: [1, 70]), rows: 1, into: y)
      return y.values
    }
    #expect(together.values == apart)
  }
}
