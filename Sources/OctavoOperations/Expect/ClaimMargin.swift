import OctavoNotebook
import OctavoResults
import OctavoRunner

extension OptionDecoder {
  /// How far an end of an interval is from the limit that a claim sets it, in widths of the interval.
  ///
  /// - Returns: the least of several that are joined by `and`; `nil` of a claim that compares no end of
  ///   an interval with a number.
  mutating func margin(of claim: Expression) -> Double? {
    switch claim {
    case .binary(.and, let left, let right, _):
      return [margin(of: left), margin(of: right)].compactMap(\.self).min()
    case .binary(let comparison, let left, let right, _) where comparison.isComparison:
      switch (intervalWithEnd(left), intervalWithEnd(right)) {
      case (let interval?, nil): return margin(of: interval, from: right)
      case (nil, let interval?): return margin(of: interval, from: left)
      default: return nil
      }
    default: return nil
    }
  }

  private mutating func intervalWithEnd(_ side: Expression) -> (end: Double, width: Double)? {
    guard case .call(let function, let arguments, _) = side, [.lower, .upper].contains(function),
      let argument = arguments.first, case .estimate(let estimate)? = evaluate(argument)
    else { return nil }
    let end = function == .lower ? estimate.lower : estimate.upper
    return (end, estimate.upper - estimate.lower)
  }

  private mutating func margin(
    of interval: (end: Double, width: Double), from limit: Expression
  ) -> Double? {
    guard interval.width > 0, case .known(let value)? = evaluate(limit), let limit = value.double
    else { return nil }
    let margin = abs(interval.end - limit) / interval.width
    return margin.isFinite ? margin : nil
  }
}
