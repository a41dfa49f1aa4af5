/// What differs between one run's results and those of others.
public struct RunComparison: Sendable {
  /// Something that differs in at least one of the runs.
  public struct Row: Hashable, Sendable {
    /// As notebooks name it, such as `pretrain.validation-loss`.
    public var path: String
    /// The first run's; `nil` where it has none, or where it is no single value.
    public var value: Value?
    /// One for each of the other runs; `nil` where a run has what the first one has.
    public var differences: [Comparison.Difference?]
  }

  /// Of each of the other runs with the first one.
  public let comparisons: [Comparison]
  /// In the order of the steps' names.
  public let rows: [Row]

  public var isSame: Bool { comparisons.allSatisfy(\.isSame) }

  /// - Parameter tolerance: the largest difference that counts as none, relative to the larger of two
  ///   numbers.
  public init(of base: ResultsFile, with others: [ResultsFile], tolerance: Double = 0) {
    comparisons = others.map { Comparison(of: base, with: $0, tolerance: tolerance) }
    var paths: [String] = []
    var found: [String: [Comparison.Difference?]] = [:]
    for (index, comparison) in comparisons.enumerated() {
      for difference in comparison.differences {
        let path = difference.path
        if found[path] == nil {
          found[path] = Array(repeating: nil, count: others.count)
          paths.append(path)
        }
        found[path]?[index] = difference
      }
    }
    let places = Dictionary(grouping: paths, by: Self.place)
    paths = places.sorted { $0.key < $1.key }.flatMap { place, paths in
      paths.filter { $0 == place } + paths.filter { $0 != place }
    }
    let gone = comparisons.map { comparison in
      comparison.differences.filter { $0.finding == Comparison.gone && $0.before == nil }
        .map(\.path)
    }
    rows = paths.map { path in
      let differences = zip(found[path] ?? [], gone).map { difference, gone in
        // What is gone as a whole was not compared any further.
        difference
          ?? (gone.contains { path.hasPrefix("\($0).") || path.hasPrefix("\($0)[") }
            ? Comparison.Difference(path: path, finding: Comparison.gone) : nil)
      }
      return Row(
        path: path, value: differences.compactMap { $0?.before }.first, differences: differences)
    }
  }

  /// What sorts the paths: the seed, the parameters, then the steps by their names.
  private static func place(_ path: String) -> String {
    if path == "seed" { return "" }
    if path.hasPrefix("params.") { return " " }
    let step = path.trimmingPrefix("the operation of ").trimmingPrefix("the warnings of ")
    return String(step.prefix { $0 != "." && $0 != "[" })
  }
}
