/// The name that was probably meant, if one is near enough to be a slip of the fingers or memory.
///
/// Nearness is the number of letters to insert, delete, replace or swap with their neighbours
/// (Damerau–Levenshtein, optimal string alignment); of equally near names the first wins.
public func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  let name = Array(name.lowercased().unicodeScalars.prefix(longestComparedName))
  let tolerance = max(1, name.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let scalars = Array(candidate.lowercased().unicodeScalars.prefix(longestComparedName))
    guard abs(scalars.count - name.count) <= tolerance else { continue }
    let distance = editDistance(name, scalars)
    if distance <= tolerance, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Longer names are compared by their beginnings, so that a huge one costs nothing.
private let longestComparedName = 64

private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for i in left.indices {
    var current = [i + 1]
    for j in right.indices {
      let replacement = previous[j] + (left[i] == right[j] ? 0 : 1)
      var distance = min(previous[j + 1] + 1, current[j] + 1, replacement)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        distance = min(distance, beforePrevious[j - 1] + 1)
      }
      current.append(distance)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[right.count]
}
