import Foundation

/// A stretch of a text between what divides words.
enum WordRun: Equatable {
  /// A word of a script that has spaces.
  case word(Substring)
  /// Characters, each with its marks, of a script that has none; at least one.
  case characters([Substring])
}

/// A text's words in lower case, as Unicode divides them (Unicode Standard Annex 29, section 4), with
/// these differences: an apostrophe divides words, so that “Mia's” holds “Mia”; an underscore does;
/// and scripts without spaces come character by character.
///
/// Letters, marks and digits make a word; “é” is one word however it is composed, and “ς” is “σ”.
struct WordRuns {
  /// What stands between the digits of a number and at its beginning.
  enum Numbers {
    /// “1,969.5” and “−3” are one word each.
    case whole
    /// Any sign divides.
    case divided
  }

  let runs: [WordRun]

  init(of text: String, numbers: Numbers) {
    var scanner = WordScanner(Self.normalized(text), numbers: numbers)
    runs = scanner.runs()
  }

  private static func normalized(_ text: String) -> String {
    let lower = text.lowercased()
    guard !lower.utf8.allSatisfy({ $0 < 0x80 }) else { return lower }
    var kept = String.UnicodeScalarView()
    for scalar in lower.precomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar {
      case "ς": kept.append("σ")
      case "\u{2212}": kept.append("-")
      case _ where WordClass(scalar) == .ignored: continue
      default: kept.append(scalar)
      }
    }
    return String(kept)
  }
}

private struct WordScanner {
  private let text: String
  private let scalars: String.UnicodeScalarView
  private let numbers: WordRuns.Numbers
  private var found: [WordRun] = []
  private var wordStart: String.Index?
  private var characters: [Range<String.Index>] = []

  init(_ text: String, numbers: WordRuns.Numbers) {
    self.text = text
    scalars = text.unicodeScalars
    self.numbers = numbers
  }

  mutating func runs() -> [WordRun] {
    var place = scalars.startIndex
    var previous = WordClass.separator
    while place < scalars.endIndex {
      let next = scalars.index(after: place)
      let current = WordClass(scalars[place])
      switch current {
      case .letter, .digit: take(letterAt: place)
      case .mark, .ignored:
        if let last = characters.popLast() { characters.append(last.lowerBound..<next) }
      case .unspaced:
        endWord(at: place)
        characters.append(place..<next)
      case .separator:
        if joins(at: place, next: next, after: previous) {
          take(letterAt: place)
        } else {
          endWord(at: place)
          endCharacters()
        }
      }
      if current != .mark, current != .ignored { previous = current }
      place = next
    }
    endWord(at: place)
    endCharacters()
    return found
  }

  private mutating func take(letterAt place: String.Index) {
    endCharacters()
    if wordStart == nil { wordStart = place }
  }

  private mutating func endWord(at place: String.Index) {
    guard let start = wordStart else { return }
    found.append(.word(text[start..<place]))
    wordStart = nil
  }

  private mutating func endCharacters() {
    guard !characters.isEmpty else { return }
    found.append(.characters(characters.map { text[$0] }))
    characters = []
  }

  /// Whether a sign belongs to the number that goes on or begins behind it.
  private func joins(
    at place: String.Index, next: String.Index, after previous: WordClass
  ) -> Bool {
    guard numbers == .whole, next < scalars.endIndex, WordClass(scalars[next]) == .digit else {
      return false
    }
    switch scalars[place] {
    case ".", ",", "٫", "٬": return previous == .digit && wordStart != nil
    case "-": return previous == .separator && wordStart == nil && characters.isEmpty
    default: return false
    }
  }
}
