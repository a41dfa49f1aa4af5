/// What two dialogues that are one text each begin with alike.
struct CommonPrefix {
  private let first: String
  private let second: String
  /// Where the first byte differs; the places before are the same in both.
  private let end: String.Index

  init(of first: String, _ second: String) {
    var first = first
    var second = second
    let count = first.withUTF8 { first -> Int in
      second.withUTF8 { second -> Int in
        var count = 0
        let most = min(first.count, second.count)
        while count < most, first[count] == second[count] { count += 1 }
        return count
      }
    }
    self.first = first
    self.second = second
    end = first.utf8.index(first.startIndex, offsetBy: count)
  }

  /// Up to the last mark of a turn, or else up to the last whole word.
  func prompt(endingWith mark: String) -> Substring {
    if let end = self.end(ofLast: mark) { return first[..<end] }
    let end = wholeCharacters
    // Where one dialogue is the other's beginning, nothing can be cut off without harm.
    let endsWord = [first, second].allSatisfy { $0[end...].first.map { !$0.isLetter } ?? true }
    if endsWord { return first[..<end] }
    return first[..<(first[..<end].lastIndex { !$0.isLetter } ?? first.startIndex)]
  }

  /// The last place where both have whole characters behind them.
  private var wholeCharacters: String.Index {
    var place = end
    while String.Index(place, within: first) == nil || String.Index(place, within: second) == nil {
      place = first.utf8.index(before: place)
    }
    return place
  }

  private func end(ofLast mark: String) -> String.Index? {
    let bytes = first.utf8
    let mark = Array(mark.utf8)
    guard let last = mark.last else { return nil }
    var place = end
    while place > bytes.startIndex {
      let before = bytes.index(before: place)
      if bytes[before] == last, bytes[..<place].reversed().starts(with: mark.reversed()) {
        return place
      }
      place = before
    }
    return nil
  }
}
