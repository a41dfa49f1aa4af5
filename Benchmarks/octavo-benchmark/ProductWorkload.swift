import OctavoEngine

/// C = op(A) op(B), several times over.
struct ProductWorkload {
  let m, n, k: Int
  let transposesA, transposesB: Bool
  /// Products in one repetition.
  let count: Int

  init?(arguments: [String]) {
    guard arguments.first == "product" else { return nil }
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    guard numbers.count == 6, arguments.count == 7 else { return nil }
    (m, n, k, count) = (numbers[0], numbers[1], numbers[2], numbers[5])
    (transposesA, transposesB) = (numbers[3] == 1, numbers[4] == 1)
  }

  func prepared() -> () -> Void {
    var random = RandomStream(seed: 1)
    let a = Tensor(
      (0..<m * k).map { _ in Float(random.normal()) }, shape: transposesA ? [k, m] : [m, k])
    let b = Tensor(
      (0..<k * n).map { _ in Float(random.normal()) }, shape: transposesB ? [n, k] : [k, n])
    let c = Tensor(zeros: [m, n])
    return {
      for _ in 0..<count {
        MatrixProduct.compute(
          c, m: m, n: n, k: k, Matrix(a, transposed: transposesA),
          Matrix(b, transposed: transposesB))
      }
    }
  }
}
