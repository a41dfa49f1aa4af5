import CKernels
import OctavoEngine
import Testing

/// A product's definition, against which every way to compute it is held to the bit.
private struct DefinedProduct {
  let m, n, k: Int
  /// Strides of rows and of columns.
  let a: (row: Int, column: Int)
  let b: (row: Int, column: Int)
  let accumulates: Bool

  /// One chain of fused multiply-adds over k in ascending order.
  func element(_ i: Int, _ j: Int, _ a: [Float], _ b: [Float], _ c: Float) -> Float {
    var sum = accumulates ? c : 0
    for p in 0..<k {
      sum.addProduct(
        a[i * self.a.row + p * self.a.column], b[p * self.b.row + j * self.b.column])
    }
    return sum
  }
}

@Suite struct ProductDefinitionTests {
  @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
  func everyProductIsTheDefinition(instructions: InstructionSet) {
    let before = InstructionSet.current
    instructions.use()
    defer { before?.use() }
    var random = SystemIndependentRandom(state: 1)
    for _ in 0..<10_000 { tryProduct(&random) }
  }

  /// Shapes around the sizes of tiles, panels and pieces, and now and then beyond them.
  private func tryProduct(_ random: inout SystemIndependentRandom) {
    let most = random.below(50) == 0 ? (70, 300, 1100) : (40, 50, 60)
    let (m, n, k) = (random.below(most.0) + 1, random.below(most.1) + 1, random.below(most.2))
    let (transposesA, transposesB) = (random.below(2) == 0, random.below(2) == 0)
    let strideOfA = (transposesA ? m : k) + random.below(3)
    let strideOfB = (transposesB ? k : n) + random.below(3)
    let strideOfC = n + random.below(20)
    let a = random.numbers(max(strideOfA, 1) * max(m, k) + 1)
    let b = random.numbers(max(strideOfB, 1) * max(n, k) + 1)
    let c = random.numbers(strideOfC * m)
    let definition = DefinedProduct(
      m: m, n: n, k: k, a: transposesA ? (1, strideOfA) : (strideOfA, 1),
      b: transposesB ? (1, strideOfB) : (strideOfB, 1), accumulates: random.below(2) == 0)
    var result = c
    octavo_matrix_product(
      transposesA, transposesB, m, n, k, a, strideOfA, b, strideOfB, definition.accumulates,
      &result, strideOfC)
    check(result, definition, a, b, c, strideOfC, &random)

    guard !transposesA else { return }
    let width = octavo_panel_width
    var panels = [Float](repeating: .nan, count: (n + width - 1) / width * width * k)
    octavo_pack(transposesB, k, n, b, strideOfB, &panels)
    result = c
    octavo_packed_product(
      m, n, k, a, strideOfA, panels, definition.accumulates, &result, strideOfC)
    check(result, definition, a, b, c, strideOfC, &random)
  }

  /// Some elements of the result, and that nothing beside it was written.
  private func check(
    _ result: [Float], _ product: DefinedProduct, _ a: [Float], _ b: [Float], _ c: [Float],
    _ strideOfC: Int, _ random: inout SystemIndependentRandom
  ) {
    let shape = "\(product.m) × \(product.k) times \(product.k) × \(product.n)"
    for element in 0..<min(40, product.m * product.n) {
      // The corners first, then any.
      let i = element < 4 ? element % 2 * (product.m - 1) : random.below(product.m)
      let j = element < 4 ? element / 2 * (product.n - 1) : random.below(product.n)
      let place = i * strideOfC + j
      let expected = product.element(i, j, a, b, c[place])
      guard result[place].bitPattern != expected.bitPattern else { continue }
      Issue.record("\(shape): \(result[place]) at (\(i), \(j)) instead of \(expected)")
      return
    }
    for i in 0..<product.m {
      let beside = i * strideOfC + product.n..<(i + 1) * strideOfC
      if result[beside] != c[beside] { Issue.record("\(shape) writes beside row \(i)") }
    }
  }

  @Test(arguments: [(300, 70, 90), (40, 500, 90), (1, 1000, 300), (129, 257, 513)])
  func threadsAndBlocksChangeNothing(m: Int, n: Int, k: Int) {
    let threads = Parallel.threads
    defer { Parallel.threads = threads }
    let (a, b) = (randomTensor([m, k], seed: 1), randomTensor([k, n], seed: 2))
    let results = [1, 2, 3, 7].map { threads in
      Parallel.threads = threads
      let c = Tensor(repeating: .nan, shape: [m, n])
      MatrixProduct.compute(c, m: m, n: n, k: k, Matrix(a), Matrix(b))
      return c.values.map(\.bitPattern)
    }
    let definition = DefinedProduct(
      m: m, n: n, k: k, a: (k, 1), b: (n, 1), accumulates: false)
    let last = definition.element(m - 1, n - 1, a.values, b.values, 0)
    #expect(results[0].last == last.bitPattern)
    for result in results { #expect(result == results[0]) }
  }
}

/// The same numbers in every run and on every machine.
struct SystemIndependentRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Between −1 and 1.
  mutating func numbers(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(Int32(truncatingIfNeeded: next())) * 0x1p-30 - 1 }
  }
}
