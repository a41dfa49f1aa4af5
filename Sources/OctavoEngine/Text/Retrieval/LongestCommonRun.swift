extension Array where Element == Int32 {
  /// The length of the longest run of tokens that two sequences have in common, with which RETRO's
  /// evaluation measures leakage (Borgeaud et al. 2022, section 2.6). Negative tokens match nothing.
  public func longestCommonRun(with other: [Int32]) -> Int {
    var longest = 0
    var runs = [Int](repeating: 0, count: other.count + 1)
    for token in self {
      var diagonal = 0
      for place in other.indices {
        let run = token >= 0 && token == other[place] ? diagonal + 1 : 0
        diagonal = runs[place + 1]
        runs[place + 1] = run
        longest = Swift.max(longest, run)
      }
    }
    return longest
  }
}
