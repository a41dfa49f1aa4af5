import OctavoEngine

/// What stands between the items of a history.
enum ItemSeparator {
  static let standard = ", "
}

/// A corpus read as histories of items, one per line.
struct ItemHistories {
  /// Every item of the histories for training, the most chosen first, and after these perhaps those
  /// that only validation users chose.
  let items: [String]
  /// How many of the items occur in the histories for training.
  let seenCount: Int
  /// What each user chose, as places in `items`.
  let training: [[Int]]
  /// Of the validation users; nil stands for an item that is not one of `items`.
  let validation: [[Int?]]

  /// - Parameter includesUnseen: whether what only validation users chose is an item too.
  /// - Throws: `OperationError` where there are fewer than two items.
  init(_ corpus: Corpus, separator: String, includesUnseen: Bool = false) throws {
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
    let validation = histories(corpus.validation)
    let seen = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let unseen =
      includesUnseen ? Set(validation.joined()).filter { counts[$0] == nil }.sorted() : []
    let items = seen + unseen
    let places = Dictionary(uniqueKeysWithValues: zip(items, 0...))
    self.items = items
    seenCount = seen.count
    self.training = training.map { $0.compactMap { places[$0] } }
    self.validation = validation.map { $0.map { places[$0] } }
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
