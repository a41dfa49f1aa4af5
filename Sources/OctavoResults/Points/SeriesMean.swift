/// The mean of several runs' lines or points, with the 95 % interval of it at every place. Nothing is
/// interpolated: only where all runs have a value is there a mean.
public struct SeriesMean: Sendable {
  /// The mean, or, where the runs have no place in common, the runs one after another.
  public private(set) var series: Plot.Series
  /// Whether it is a mean of several runs.
  public private(set) var isMean = false
  /// How many of the places that some run has lack the value of another, and so are left out.
  public private(set) var lackingCount = 0

  /// - Parameters:
  ///   - keepsRuns: Whether the single runs are kept beside the mean.
  ///   - limit: The most places; of more, some at even distances are picked.
  public init(
    _ name: String, of runs: [Plot.Series], key: Plot.Key? = nil, keepsRuns: Bool = false,
    limit: Int = .max
  ) {
    let mark = runs.first?.mark ?? .line
    guard runs.count > 1 else {
      series = (runs.first ?? Plot.Series(name, x: [], y: [])).picked(limit)
      (series.name, series.key) = (name, key)
      return
    }
    guard let places = Self.commonPlaces(runs) else {
      series = Self.joined(runs.map { $0.picked(max(limit / runs.count, 2)) }, mark: mark)
      (series.name, series.key) = (name, key)
      return
    }
    let chosen = places.x.evenly(limit)
    let values = chosen.map { place in zip(runs, places.indices).map { $0.y[$1[place]] } }
    let isGap = zip(chosen, values).map { place, _ in
      zip(runs, places.indices).contains { $0.isGap($1[place]) }
    }
    let estimates = values.map(Estimate.init(overSeeds:))
    series = Plot.Series(
      name, mark: mark, x: chosen.map { places.x[$0] }, y: estimates.map(\.value),
      lower: estimates.map(\.lower), upper: estimates.map(\.upper), key: key,
      runs: keepsRuns ? runs.indices.map { run in values.map { $0[run] } } : nil)
    let notNumbers = series.y.indices.filter { series.y[$0].isNaN && !isGap[$0] }
    series.notNumbers = notNumbers.isEmpty ? nil : notNumbers
    isMean = true
    lackingCount = places.lacking
  }

  private typealias Places = (x: [Double], indices: [[Int]], lacking: Int)

  /// The places that all runs have, and where in each run they are; `nil` where there is none, or where
  /// a run has several values at one place.
  private static func commonPlaces(_ runs: [Plot.Series]) -> Places? {
    let counts = runs.map { min($0.x.count, $0.y.count) }
    let first = runs[0].x.prefix(counts[0])
    let areAlike = zip(runs, counts).allSatisfy { $0.x.prefix($1) == first }
    if areAlike, Set(first).count == first.count, !first.isEmpty {
      return (Array(first), runs.map { _ in Array(first.indices) }, 0)
    }
    var tables: [[Double: Int]] = []
    for (run, count) in zip(runs, counts) {
      var table: [Double: Int] = [:]
      for index in 0..<count where run.x[index].isFinite && !run.isGap(index) {
        guard table.updateValue(index, forKey: run.x[index]) == nil else { return nil }
      }
      tables.append(table)
    }
    let all = Set(tables.flatMap(\.keys))
    let common = all.filter { place in tables.allSatisfy { $0[place] != nil } }.sorted()
    guard !common.isEmpty, common.count * 2 >= tables.map(\.count).min() ?? 0 else { return nil }
    return (
      common, tables.map { table in common.compactMap { table[$0] } }, all.count - common.count
    )
  }

  /// The runs as one series: lines with gaps between them, or one cloud of points.
  private static func joined(_ runs: [Plot.Series], mark: Plot.Series.Mark) -> Plot.Series {
    var result = Plot.Series("", mark: mark, x: [], y: [])
    var notNumbers: [Int] = []
    for run in runs {
      let count = min(run.x.count, run.y.count)
      if mark != .points, let last = result.x.last {
        result.x.append(last)
        result.y.append(.nan)
      }
      notNumbers += (run.notNumbers ?? []).map { $0 + result.x.count }
      result.x += run.x.prefix(count)
      result.y += run.y.prefix(count)
    }
    result.notNumbers = notNumbers.isEmpty ? nil : notNumbers
    return result
  }
}

extension Plot.Series {
  /// Whether there is no value, as opposed to one that is NaN.
  fileprivate func isGap(_ index: Int) -> Bool {
    y[index].isNaN && notNumbers?.contains(index) != true
  }

  /// At most so many of the points, at even distances.
  fileprivate func picked(_ limit: Int) -> Plot.Series {
    let count = min(x.count, y.count)
    guard count > limit else { return self }
    let chosen = Array(0..<count).evenly(limit)
    let pick = { (numbers: [Double]) in
      chosen.map { numbers.indices.contains($0) ? numbers[$0] : .nan }
    }
    var result = self
    (result.x, result.y) = (pick(x), pick(y))
    (result.lower, result.upper) = (lower.map(pick), upper.map(pick))
    result.runs = runs?.map(pick)
    let measured = Set(notNumbers ?? [])
    let kept = chosen.indices.filter { measured.contains(chosen[$0]) }
    result.notNumbers = kept.isEmpty ? nil : kept
    return result
  }
}

extension Array {
  /// The places of at most so many elements at even distances, the first and the last among them.
  func evenly(_ limit: Int) -> [Int] {
    guard count > limit, limit > 0 else { return [Int](indices) }
    guard limit > 1 else { return [0] }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
  }
}
