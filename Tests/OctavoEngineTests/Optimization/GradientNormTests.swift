import OctavoEngine
import Testing

@Suite struct GradientNormTests {
  @Test func theNormIsOfAllGradientsTogether() {
    let norm = GradientNorm(of: [Tensor([3], shape: [1]), Tensor([0, 4], shape: [2])])
    #expect(norm.value == 5)
    #expect(norm.clipScale(limit: nil) == 1)
    #expect(norm.clipScale(limit: 10) == 1)
    #expect(abs(norm.clipScale(limit: 1) - 0.2) < 1e-6)
  }

  @Test func manyChunksAreSummedInOrder() {
    let gradients = [randomTensor([100_000], seed: 1), randomTensor([50_000], seed: 2)]
    let norms = [1, 2, 5].map { count in
      Parallel.withThreads(count) { GradientNorm(of: gradients).value }
    }
    #expect(Set(norms).count == 1)
    let exact = gradients.flatMap(\.values).reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(norms[0] - exact.squareRoot()) < 1e-9 * exact)
  }
}
