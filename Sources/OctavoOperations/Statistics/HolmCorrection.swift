extension [Double] {
  /// p-values adjusted for their number (Holm 1979), each in its place: where one is below α, its
  /// hypothesis is rejected, and the chance that any true one is rejected is at most α. One that is NaN
  /// counts and stays.
  package var holmAdjusted: [Double] {
    var adjusted = [Double](repeating: .nan, count: count)
    var highest = 0.0
    let ascending = indices.filter { !self[$0].isNaN }.sorted { self[$0] < self[$1] }
    for (rank, index) in ascending.enumerated() {
      highest = Swift.max(highest, Swift.min(1, Double(count - rank) * self[index]))
      adjusted[index] = highest
    }
    return adjusted
  }
}
