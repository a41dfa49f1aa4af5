import OctavoResults

extension RunMetadata.Step {
  /// The processors that computed the step, each with its number of points, the most points first.
  var processors: [(name: String, points: Int)] {
    var counts: [String: Int] = [:]
    for part in points.map({ Array($0.values) }) ?? [self] {
      if let processor = part.processor { counts[processor, default: 0] += 1 }
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}

extension [(name: String, points: Int)] {
  /// Each with the number of its points, where there are several.
  var listing: String {
    count == 1 ? self[0].name : map { "\($0.name) × \($0.points)" }.joined(separator: ", ")
  }
}
