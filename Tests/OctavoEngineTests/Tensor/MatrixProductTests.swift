import OctavoEngine
import Testing

@Suite struct MatrixProductTests {
  static let shapes = [
    (1, 1, 1), (3, 5, 7), (33, 17, 65), (96, 130, 20), (200, 8, 64), (8, 200, 3),
  ]

  @Test(arguments: shapes, [(false, false), (true, false), (false, true), (true, true)])
  func agreesWithTheDefinition(shape: (m: Int, n: Int, k: Int), transposing: (a: Bool, b: Bool)) {
    let (m, n, k) = shape
    let a = randomTensor([m, k], seed: 1)
    let b = randomTensor([k, n], seed: 2)
    let expected = (0..<m * n).map { index in
      (0..<k).reduce(0.0) { $0 + Double(a[index / n * k + $1]) * Double(b[$1 * n + index % n]) }
    }
    let c = Tensor(repeating: .nan, shape: [m, n])
    MatrixProduct.compute(
      c, m: m, n: n, k: k,
      Matrix(transposing.a ? a.transposed : a, transposed: transposing.a),
      Matrix(transposing.b ? b.transposed : b, transposed: transposing.b))
    expectClose(c.values, expected, tolerance: 1e-5)

    MatrixProduct.compute(c, m: m, n: n, k: k, Matrix(a), Matrix(b), accumulate: true)
    expectClose(c.values, expected.map { 2 * $0 }, tolerance: 1e-5)
  }
}
