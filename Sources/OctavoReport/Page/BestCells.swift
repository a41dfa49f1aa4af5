import OctavoResults

/// The rows of a column whose value is the best, and those that may be as good: whose interval and the
/// best one's overlap. Nothing is said to be worse that the intervals do not tell apart.
package enum BestCells {
  package static func rows(of column: Table.Column, _ estimate: Table.EstimateColumns?) -> Set<Int>
  {
    guard let wanted = column.presentation?.best else { return [] }
    let numbers = column.values.map { $0?.double }
    let sign = wanted == .lowest ? 1.0 : -1.0
    let candidates = numbers.indices.filter { numbers[$0]?.isNaN == false }
    guard candidates.count > 1,
      let best = candidates.min(by: { sign * (numbers[$0] ?? 0) < sign * (numbers[$1] ?? 0) })
    else { return [] }
    return Set(
      candidates.filter { row in
        if numbers[row] == numbers[best] { return true }
        guard let own = estimate?.interval(row), let other = estimate?.interval(best) else {
          return false
        }
        return own.lower <= other.upper && other.lower <= own.upper
      })
  }
}
