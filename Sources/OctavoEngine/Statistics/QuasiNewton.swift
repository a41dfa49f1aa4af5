import OctavoBase

/// Minimizes a function of a few variables by the method of Broyden, Fletcher, Goldfarb and Shanno
/// (Nocedal and Wright 2006, algorithm 6.1), with step lengths that meet the weak Wolfe conditions.
public enum QuasiNewton {
  public typealias Function = ([Double]) -> (value: Double, gradient: [Double])

  private static let mostIterations = 500
  /// The least decrease and the largest remaining slope of a step, as shares of the slope before.
  private static let (decrease, curvature) = (1e-4, 0.9)
  private static let mostBisections = 60

  /// A point where no step lowers the value or the gradient is 0 but for rounding, or the last of
  /// 500 iterations.
  public static func minimum(
    from start: [Double], of function: Function
  ) -> (point: [Double], value: Double) {
    var point = start
    var (value, gradient) = function(start)
    var inverse = identity(start.count)
    for iteration in 0..<mostIterations {
      let size = gradient.map(\.magnitude).max() ?? 0
      guard size > 1e-10 * max(1, value.magnitude), value.isFinite else { break }
      var direction = inverse.map { -dot($0, gradient) }
      if dot(direction, gradient) >= 0 {
        inverse = identity(start.count)
        direction = gradient.map(-)
      }
      let first = iteration == 0 ? min(1, 1 / size) : 1
      guard
        let next = step(
          from: point, value, gradient, along: direction, first: first, of: function)
      else {
        // Along the steepest descent no step is left either.
        if direction == gradient.map(-) { break }
        inverse = identity(start.count)
        continue
      }
      let move = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      if iteration == 0 {
        let scale = dot(move, change) / dot(change, change)
        if scale.isFinite, scale > 0 { inverse = inverse.map { $0.map { $0 * scale } } }
      }
      update(&inverse, move, change)
      let gain = value - next.value
      (point, value, gradient) = (next.point, next.value, next.gradient)
      if gain <= 1e-15 * value.magnitude { break }
    }
    return (point, value)
  }

  private typealias Place = (point: [Double], value: Double, gradient: [Double])

  /// By bisection, as Lewis and Overton (2013) do for functions with kinks.
  private static func step(
    from point: [Double], _ value: Double, _ gradient: [Double], along direction: [Double],
    first: Double, of function: Function
  ) -> Place? {
    let slope = dot(direction, gradient)
    var (lower, upper, length) = (0.0, Double.infinity, first)
    var best: Place?
    for _ in 0..<mostBisections {
      let there = zip(point, direction).map { $0 + length * $1 }
      let (reached, slopes) = function(there)
      if !(reached <= value + decrease * length * slope) {
        upper = length
      } else {
        best = (there, reached, slopes)
        guard dot(direction, slopes) < curvature * slope else { return best }
        lower = length
      }
      length = upper.isFinite ? (lower + upper) / 2 : 2 * length
    }
    return best
  }

  /// H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1 / yᵀ s.
  private static func update(_ inverse: inout [[Double]], _ s: [Double], _ y: [Double]) {
    let product = dot(s, y)
    guard product > 0, product.isFinite else { return }
    let hy = inverse.map { dot($0, y) }
    let factor = (1 + dot(y, hy) / product) / product
    for row in s.indices {
      for column in s.indices {
        inverse[row][column] +=
          factor * s[row] * s[column] - (hy[row] * s[column] + s[row] * hy[column]) / product
      }
    }
  }

  private static func identity(_ count: Int) -> [[Double]] {
    (0..<count).map { row in (0..<count).map { row == $0 ? 1 : 0 } }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
