import Foundation

/// Distances of ticks that readers count in: 1, 2, 2.5 or 5 times a power of ten.
enum NiceStep {
  /// What ends between ticks, and quarters, cost, as the logarithm of a ratio of steps.
  private static let endCost = 0.25
  private static let quarterCost = 0.35
  private static let slack = 0.02
  /// What empty room costs, against a number of ticks other than the wanted one.
  private static let emptyCost = 4.0
  private static let countCost = 0.5
  private static let ticks = 3.0...8.0

  /// Those about a rough distance.
  private static func near(_ rough: Double, isIntegral: Bool) -> [(step: Double, cost: Double)] {
    let power = Double.pow(10, floor(Double.log10(rough)))
    guard power > 0, power.isFinite else { return [] }
    return [0.5, 1, 2, 2.5, 5, 10, 20, 25].compactMap { factor in
      let step = factor * power
      guard step.isFinite, step > 0, !isIntegral || step >= 1 && step == step.rounded() else {
        return nil
      }
      let isQuarter = factor == 2.5 || factor == 25
      return (step, abs(Double.log(step / rough)) + (isQuarter ? quarterCost : 0))
    }
  }

  /// The distance that comes nearest to a number of ticks, rather one of which both ends are
  /// multiples.
  static func step(over domain: ClosedRange<Double>, count: Int, isIntegral: Bool) -> Double {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let rough = (high / 2 - low / 2) / Double(max(count, 1)) * 2
    let most = Double(2 * count)
    func cost(_ candidate: (step: Double, cost: Double)) -> Double {
      let step = candidate.step
      let atEnds = [low, high].map { end in
        abs((end / step).rounded() * step - end) <= slack * (high / 2 - low / 2) * 2
      }
      let isCrowded = high / step - low / step > most
      return candidate.cost + endCost * Double(atEnds.count { !$0 }) + (isCrowded ? 10 : 0)
    }
    let candidates = near(rough, isIntegral: isIntegral)
    return candidates.min { cost($0) < cost($1) }?.step
      ?? max(rough, isIntegral ? 1 : .leastNormalMagnitude)
  }

  /// The ends moved out to ticks where they may move, so that little room is left empty.
  static func rounded(
    _ domain: ClosedRange<Double>, free: (lower: Bool, upper: Bool), count: Int, isIntegral: Bool
  ) -> ClosedRange<Double>? {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let rough = (high / 2 - low / 2) / Double(max(count, 1)) * 2
    var best: (range: ClosedRange<Double>, cost: Double)?
    for (step, cost) in near(rough, isIntegral: isIntegral) {
      let range = outward(domain, free: free, step: step)
      let (lower, upper) = (range.lowerBound, range.upperBound)
      let count = upper / step - lower / step + 1
      guard lower.isFinite, upper.isFinite, ticks.contains(count.rounded()) else { continue }
      let empty = 1 - (high / 2 - low / 2) / (upper / 2 - lower / 2)
      let total = emptyCost * empty + countCost * cost
      if total < best?.cost ?? .infinity { best = (range, total) }
    }
    return best?.range
  }

  /// The ends that may move, moved to multiples of a step.
  static func outward(
    _ domain: ClosedRange<Double>, free: (lower: Bool, upper: Bool), step: Double
  ) -> ClosedRange<Double> {
    let slack = 1e-9
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let lower = free.lower ? min((low / step + slack).rounded(.down) * step, low) : low
    let upper = free.upper ? max((high / step - slack).rounded(.up) * step, high) : high
    return lower...max(lower, upper)
  }
}
