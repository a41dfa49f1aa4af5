/// The name that was probably meant, if one is near enough to be a slip of the fingers or memory.
///
/// Nearness is the number of letters to insert, delete, replace or swap with their neighbors
/// (Damerau–Levenshtein, optimal string alignment); of equally near names the first wins. What a name
/// was called in an earlier version of Octavo leads to the name of today.
public func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  if let current = currentNames[name], let found = candidates.first(where: current.contains) {
    return found
  }
  if let meant = abbreviated(name, among: candidates) { return meant }
  var search = NameSearch(for: name)
  for candidate in candidates { search.consider(candidate) }
  return search.best
}

/// The name whose parts begin with these letters, such as `learning-rate` for `lr`; `nil` where there
/// are several.
private func abbreviated(_ name: String, among candidates: some Sequence<String>) -> String? {
  guard (2...5).contains(name.utf8.count) else { return nil }
  let wanted = name.lowercased()
  let found = candidates.filter { candidate in
    let parts = candidate.split(separator: "-")
    return parts.count == wanted.count && parts.count > 1
      && String(parts.compactMap(\.first)).lowercased() == wanted
  }
  return Set(found).count == 1 ? found[0] : nil
}

/// The names of today by those of earlier versions, which notebooks may still have.
private let currentNames: [String: Set<String>] = [
  "held-back": ["validation-count", "validation"],
  "facts-held-back": ["validation-facts"],
  "win-lower": ["win-rate-lower"],
  "win-upper": ["win-rate-upper"],
  "gold-lower": ["gold-score-lower"],
  "gold-upper": ["gold-score-upper"],
  "baseline-gold-lower": ["baseline-gold-score-lower"],
  "baseline-gold-upper": ["baseline-gold-score-upper"],
  "scaledLinear": ["scaled-linear"],
]

/// Goes through candidates without making anything of those that are clearly too far.
private struct NameSearch {
  private(set) var best: String?
  /// Only what is nearer counts.
  private var limit: Int
  private let name: [Unicode.Scalar]
  private var candidate: [Unicode.Scalar] = []
  private var rows: [[Int]] = [[], [], []]

  /// Longer names are compared by their beginnings, so that a huge one costs nothing.
  private static let longestComparedName = 64

  init(for name: String) {
    self.name = Array(name.lowercased().unicodeScalars.prefix(Self.longestComparedName))
    limit = max(1, self.name.count / 3) + 1
  }

  mutating func consider(_ text: String) {
    // A scalar has one byte to four.
    let bytes = min(text.utf8.count, 4 * Self.longestComparedName)
    guard bytes > name.count - limit, bytes < 4 * (name.count + limit) else { return }
    takeLowercased(text)
    guard abs(candidate.count - name.count) < limit else { return }
    let distance = distance()
    if distance < limit { (best, limit) = (text, distance) }
  }

  private mutating func takeLowercased(_ text: String) {
    candidate.removeAll(keepingCapacity: true)
    for scalar in text.unicodeScalars {
      guard scalar.isASCII else {
        candidate = Array(text.lowercased().unicodeScalars.prefix(Self.longestComparedName))
        return
      }
      if candidate.count == Self.longestComparedName { return }
      let isUpper = "A"..."Z" ~= scalar
      candidate.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
    }
  }

  private mutating func distance() -> Int {
    let shorter = min(name.count, candidate.count)
    var start = 0
    while start < shorter, name[start] == candidate[start] { start += 1 }
    var shared = 0
    while shared < shorter - start,
      name[name.count - 1 - shared] == candidate[candidate.count - 1 - shared]
    { shared += 1 }
    return editDistance(
      name[start..<name.count - shared], candidate[start..<candidate.count - shared])
  }

  private mutating func editDistance(
    _ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>
  ) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    rows[1] = Array(0...right.count)
    rows[0] = rows[1]
    for i in left.indices {
      rows[2].removeAll(keepingCapacity: true)
      rows[2].append(i - left.startIndex + 1)
      for (column, j) in right.indices.enumerated() {
        let replacement = rows[1][column] + (left[i] == right[j] ? 0 : 1)
        var distance = min(rows[1][column + 1] + 1, rows[2][column] + 1, replacement)
        if i > left.startIndex, column > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          distance = min(distance, rows[0][column - 1] + 1)
        }
        rows[2].append(distance)
      }
      if rows[2].min() ?? 0 >= limit { return limit }
      rows.swapAt(0, 1)
      rows.swapAt(1, 2)
    }
    return rows[1][right.count]
  }
}
