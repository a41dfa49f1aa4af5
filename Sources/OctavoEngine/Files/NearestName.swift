/// The name that a mistaken one most likely stands for: the fewest edits away, if those are fewer than
/// a third of its length.
func nearestName(to mistaken: String, among names: [String]) -> String? {
  let limit = max(1, mistaken.count / 3)
  let ranked = names.map { (name: $0, edits: editDistance(mistaken, $0)) }
  return ranked.filter { $0.edits <= limit }.min { ($0.edits, $0.name) < ($1.edits, $1.name) }?.name
}

/// Levenshtein's distance in UTF-8 code units.
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second.utf8)
  var row = Array(0...second.count)
  for (index, byte) in first.utf8.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for (column, other) in second.enumerated() {
      let above = row[column + 1]
      row[column + 1] = min(above + 1, row[column] + 1, diagonal + (byte == other ? 0 : 1))
      diagonal = above
    }
  }
  return row[second.count]
}
