import OctavoBase

/// What differs between two runs of steps that ran at several seeds: the means over the seeds of
/// each setting, and the mean of the differences from seed to seed with its interval.
public struct SettingComparison: Sendable {
  public struct Difference: Hashable, Sendable {
    /// Such as `learn[rate=0.001].loss`.
    public var path: String
    /// The means of the seeds that both runs have.
    public var before: Double
    public var after: Double
    /// What each seed's value has grown by.
    public var change: Estimate
  }

  /// In the order of the steps' names and the first run's points.
  public private(set) var differences: [Difference] = []
  private var steps: Set<String> = []

  public init(of old: ResultsFile, with new: ResultsFile, tolerance: Double = 0) {
    for name in Set(old.steps.keys).intersection(new.steps.keys).sorted() {
      guard let before = old.steps[name]?.seeded, let after = new.steps[name]?.seeded else {
        continue
      }
      steps.insert(name)
      let partners = Dictionary(
        after.map { ($0.place.coordinateSet, $0) }, uniquingKeysWith: { first, _ in first })
      let pairs = before.compactMap { point in
        partners[point.place.coordinateSet].map { (before: point, after: $0) }
      }
      for setting in pairs.map(\.before.place.setting).distinct {
        let pairs = pairs.filter { $0.before.place.setting == setting }
        for value in Set(pairs.flatMap { $0.before.values.keys }).sorted() {
          let numbers = pairs.compactMap { pair -> (before: Double, after: Double)? in
            guard let before = pair.before.values[value]?.double,
              let after = pair.after.values[value]?.double, (after - before).isFinite
            else { return nil }
            return (before, after)
          }
          let differs = numbers.contains {
            abs($0.after - $0.before) > tolerance * max(abs($0.before), abs($0.after))
          }
          guard differs else { continue }
          differences.append(
            Difference(
              path: "\(name)\(setting.choice).\(value)", before: numbers.map(\.before).mean,
              after: numbers.map(\.after).mean,
              change: Estimate(overSeeds: numbers.map { $0.after - $0.before })))
        }
      }
    }
  }

  /// Whether a difference is of one point of a step whose settings are compared here.
  public func covers(_ difference: Comparison.Difference) -> Bool {
    guard let end = difference.path.firstIndex(of: "[") else { return false }
    let step = difference.path[..<end].trimmingPrefix("the warnings of ")
    return steps.contains(String(step))
  }
}

extension SettingComparison.Difference {
  /// Such as `1.88 became 1.79 (-0.09, 95 % interval -0.12 to -0.06, 3 seeds)`.
  public var finding: String {
    let (before, after) = (NumberText.short(before, digits: 6), NumberText.short(after, digits: 6))
    let seeds = change.count == 1 ? "1 seed" : "\(change.count) seeds"
    var interval = ""
    if change.count > 1 {
      let (lower, upper) = (Comparison.signed(change.lower), Comparison.signed(change.upper))
      interval = "95 % interval \(lower) to \(upper), "
    }
    return "\(before) became \(after) (\(Comparison.signed(change.value)), \(interval)\(seeds))"
  }
}

extension ResultsFile.Step {
  /// The points of a step that ran at seeds; `nil` of another one.
  fileprivate var seeded: [ResultsFile.Point]? {
    points.contains { $0.place.axes.contains(OctavoResults.Point.seedAxis) } ? points : nil
  }
}

extension OctavoResults.Point {
  fileprivate var coordinateSet: Set<Coordinate> {
    Set(coordinates.map { Coordinate($0.axis, $0.value.coordinate) })
  }

  fileprivate var setting: OctavoResults.Point { without([Self.seedAxis]) }

  fileprivate var choice: String {
    coordinates.isEmpty
      ? "" : "[" + coordinates.map { "\($0.axis)=\($0.value)" }.joined(separator: ", ") + "]"
  }
}
