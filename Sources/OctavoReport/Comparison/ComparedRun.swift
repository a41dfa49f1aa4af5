import OctavoResults

/// One of the runs that a page compares.
public struct ComparedRun: Sendable {
  /// Tells the run from the others, such as the path of its folder.
  public var name: String
  public var results: ResultsFile
  /// `nil` where they are not known.
  public var metadata: RunMetadata?
  /// The names of the steps in the notebook's order; `nil` where that is not known.
  public var steps: [String]?

  public init(
    name: String, results: ResultsFile, metadata: RunMetadata? = nil, steps: [String]? = nil
  ) {
    self.name = name
    self.results = results
    self.metadata = metadata
    self.steps = steps
  }
}

/// Short names for paths: without the folders that all of them begin with or end with.
package struct RunNames {
  /// One for each path, no two the same.
  package let names: [String]

  package init(_ paths: [String]) {
    let parts = paths.map { path in
      var parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
      if parts.count > 1, parts.last == "results.json" { parts.removeLast() }
      return parts
    }
    let least = parts.map(\.count).min() ?? 0
    let start = (0..<least).first { index in
      !parts.allSatisfy { $0[index] == parts[0][index] }
    }
    let end = (0..<least).first { index in
      !parts.allSatisfy { $0[$0.count - 1 - index] == parts[0][parts[0].count - 1 - index] }
    }
    var seen: [String: Int] = [:]
    names = zip(paths, parts).map { path, parts in
      let first = min(start ?? least, max(parts.count - 1, 0))
      let last = parts.count - min(end ?? least, max(parts.count - 1 - first, 0))
      let name = parts[first..<last].joined(separator: "/")
      let short = name.isEmpty ? path : name
      seen[short, default: 0] += 1
      let count = seen[short] ?? 1
      return count > 1 ? "\(short) (\(count))" : short
    }
  }
}
