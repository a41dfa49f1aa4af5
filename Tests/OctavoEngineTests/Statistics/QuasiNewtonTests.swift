import OctavoEngine
import Testing

@Suite struct QuasiNewtonTests {
  /// f(x, y) = (1 − x)² + 100 (y − x²)², whose minimum is 0 at (1, 1).
  @Test func rosenbrocksValleyIsFollowedToItsEnd() {
    let minimum = QuasiNewton.minimum(from: [-1.2, 1]) { point in
      let (x, y) = (point[0], point[1])
      let value = (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
      return (value, [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
    }
    #expect(minimum.value < 1e-15)
    #expect(minimum.point.allSatisfy { abs($0 - 1) < 1e-6 })
  }

  @Test func aKinkIsReached() {
    let minimum = QuasiNewton.minimum(from: [3.1, -1.7]) { point in
      let value = abs(point[0] - 1) + 2 * abs(point[1])
      return (value, [point[0] > 1 ? 1 : -1, point[1] > 0 ? 2 : -2])
    }
    #expect(minimum.value < 1e-6)
  }

  @Test func aStartThatIsNotFiniteIsHandedBack() {
    let minimum = QuasiNewton.minimum(from: [0]) { _ in (.nan, [.nan]) }
    #expect(minimum.value.isNaN)
    #expect(minimum.point == [0])
  }

  @Test func leastSquaresSolveTheirEquations() throws {
    var squares = LinearLeastSquares(unknowns: 2)
    for x in [0.0, 1, 2, 5] { squares.add([1, x], equals: 3 - 2 * x) }
    let solution = try #require(squares.solution)
    #expect(abs(solution[0] - 3) < 1e-12)
    #expect(abs(solution[1] + 2) < 1e-12)
    var undetermined = LinearLeastSquares(unknowns: 2)
    undetermined.add([1, 1], equals: 1)
    #expect(undetermined.solution == nil)
  }
}
