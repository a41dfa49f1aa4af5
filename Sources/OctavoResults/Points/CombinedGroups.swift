import OctavoBase

// Bars, counts and matrices of several seeds as one.

extension Plot.Bars {
  /// A group with a value for each of these categories, NaN where it has none.
  func aligned(_ group: Group, to wanted: [String]) -> Group {
    guard wanted != categories else { return group }
    let places = Dictionary(zip(categories, categories.indices)) { first, _ in first }
    let indices = wanted.map { places[$0] }
    let align = { (numbers: [Double]) in
      indices.map { $0.flatMap { numbers.indices.contains($0) ? numbers[$0] : nil } ?? .nan }
    }
    var result = group
    result.values = align(group.values)
    (result.lower, result.upper) = (group.lower.map(align), group.upper.map(align))
    let measured = Set(group.notNumbers ?? [])
    let kept = indices.indices.filter { indices[$0].map(measured.contains) == true }
    result.notNumbers = kept.isEmpty ? nil : kept
    return result
  }
}

extension Plot.Bars.Group {
  /// The mean of the groups in each category, over those that have a value there.
  init(_ name: String, meanOf groups: [Self], key: Plot.Key?) {
    guard groups.count > 1, let first = groups.first else {
      self = groups.first ?? Self(name, values: [])
      (self.name, self.key) = (name, key)
      return
    }
    let estimates = first.values.indices.map { place in
      Estimate(
        overSeeds: groups.compactMap { group -> Double? in
          guard group.values.indices.contains(place) else { return nil }
          let isMissing = group.values[place].isNaN && group.notNumbers?.contains(place) != true
          return isMissing ? nil : group.values[place]
        })
    }
    self.init(name, estimates, key: key)
  }
}

extension Plot.Histogram {
  /// Edges that all histograms can share: their own if they are the same, else equal intervals over all
  /// of them.
  static func commonEdges(_ histograms: [Self]) -> [Double] {
    guard let first = histograms.first?.edges else { return [] }
    if histograms.allSatisfy({ $0.edges == first }) { return first }
    let all = histograms.flatMap(\.edges).filter(\.isFinite)
    let count = histograms.map(\.edges.count).max() ?? 2
    guard let low = all.min(), let high = all.max(), low < high, count > 1 else { return first }
    return (0..<count).map { edge in
      let share = Double(edge) / Double(count - 1)
      return low * (1 - share) + high * share
    }
  }

  /// The counts of a group between other edges, shared out by how much of each interval lies where.
  func shared(_ group: Group, between wanted: [Double]) -> Group {
    guard wanted != edges, wanted.count > 1 else { return group }
    var counts = [Double](repeating: 0, count: wanted.count - 1)
    for (bin, count) in group.counts.enumerated()
    where edges.indices.contains(bin + 1) && count != 0 {
      let (low, high) = (edges[bin], edges[bin + 1])
      for place in counts.indices where wanted[place + 1] > low && wanted[place] < high {
        let overlap = min(high, wanted[place + 1]) - max(low, wanted[place])
        counts[place] += count * overlap / (high - low)
      }
    }
    var result = group
    result.counts = counts
    return result
  }
}

extension Plot.Histogram.Group {
  init(_ name: String, sumOf groups: [Self], key: Plot.Key?) {
    let length = groups.map(\.counts.count).max() ?? 0
    let lost = groups.compactMap(\.notCounted).reduce(0, +)
    self.init(
      name,
      counts: (0..<length).map { bin in
        groups.reduce(0) { $0 + ($1.counts.indices.contains(bin) ? $1.counts[bin] : 0) }
      }, notCounted: lost > 0 ? lost : nil, key: key)
  }
}

extension Plot.Heatmap {
  /// The mean of each cell over the matrices that have it; rows and columns are matched by name.
  init(meanOf heatmaps: [Self]) {
    self = heatmaps.first ?? Self(rows: [], columns: [], values: [], quantity: "")
    guard heatmaps.count > 1 else { return }
    let areAlike = heatmaps.allSatisfy { $0.rows == rows && $0.columns == columns }
    if !areAlike {
      rows = heatmaps.flatMap(\.rows).distinct
      columns = heatmaps.flatMap(\.columns).distinct
    }
    let wanted = (rows, columns)
    let aligned = areAlike ? heatmaps.map(\.values) : heatmaps.map { $0.aligned(to: wanted) }
    let size = (aligned.map(\.count).max() ?? 0, aligned.joined().map(\.count).max() ?? 0)
    values = (0..<size.0).map { row in
      (0..<size.1).map { column in
        let cells = aligned.compactMap { values -> Double? in
          guard values.indices.contains(row), values[row].indices.contains(column) else {
            return nil
          }
          return values[row][column]
        }
        return cells.isEmpty ? nil : cells.reduce(0) { $0 + $1 / Double(cells.count) }
      }
    }
  }

  private func aligned(to wanted: (rows: [String], columns: [String])) -> [[Double?]] {
    let across = Dictionary(zip(columns, columns.indices)) { first, _ in first }
    let down = Dictionary(zip(rows, rows.indices)) { first, _ in first }
    return wanted.rows.map { row in
      wanted.columns.map { column in
        guard let row = down[row], let column = across[column], values.indices.contains(row),
          values[row].indices.contains(column)
        else { return nil }
        return values[row][column]
      }
    }
  }
}
