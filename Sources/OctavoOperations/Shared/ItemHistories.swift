import OctavoEngine

/// What stands between the items of a history.
enum ItemSeparator {
  static let standard = ", "
}

/// A corpus read as histories of items, one per line.
struct ItemHistories {
  /// Every item of the histories for training, the most chosen first.
  let items: [String]
  /// What each user chose, as places in `items`.
  let training: [[Int]]
  /// Of the validation users; nil stands for an item that nobody chose in training.
  let validation: [[Int?]]

  /// - Throws: `OperationError` where there are fewer than two items.
  init(_ corpus: Corpus, separator: String) throws {
    func histories(_ text: String) -> [[String]] {
      DocumentSeparator.line.split(text).map { $0.components(separatedBy: separator) }
    }
    let training = histories(corpus.training)
    var counts: [String: Int] = [:]
    for item in training.joined() { counts[item, default: 0] += 1 }
    guard counts.count > 1 else {
      throw OperationError(
        "there is one item at most",
        remedy: "write one history per line, with `\(separator)` between its items")
    }
    let items = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let places = Dictionary(uniqueKeysWithValues: zip(items, 0...))
    self.items = items
    self.training = training.map { $0.compactMap { places[$0] } }
    validation = histories(corpus.validation).map { $0.map { places[$0] } }
  }
}

/// The next place of somebody's history, and what came there.
struct NextItem {
  let user: Int
  let history: [Int]
  let chosen: Int
  /// Everything not in the history.
  let candidates: [Int]

  /// The item before the place.
  var last: Int { history[history.count - 1] }

  /// Nil where the history has no next place, or an item there that cannot be ranked.
  ///
  /// - Precondition: `count` is at least 1.
  init?(user: Int, _ items: [Int?], after count: Int, of catalogue: Int) {
    guard count < items.count else { return nil }
    let known = items.prefix(count + 1).compactMap { $0 }
    guard known.count == count + 1 else { return nil }
    self.user = user
    history = Array(known.dropLast())
    chosen = known[count]
    if history.contains(chosen) { return nil }
    candidates = (0..<catalogue).filter { [history] in !history.contains($0) }
  }
}
