extension Collection {
  /// The elements in order, as groups of a number of them, of which the last may be smaller.
  public func chunks(of count: Int) -> [[Element]] {
    var groups: [[Element]] = []
    var start = startIndex
    while start != endIndex {
      let end = index(start, offsetBy: Swift.max(1, count), limitedBy: endIndex) ?? endIndex
      groups.append(Array(self[start..<end]))
      start = end
    }
    return groups
  }
}
