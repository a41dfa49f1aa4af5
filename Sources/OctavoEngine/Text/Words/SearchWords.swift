import Foundation

extension String {
  /// The words that stand for a text in an index: its words, and of each stretch without spaces every
  /// pair of neighbors and every character.
  ///
  /// - Returns: the words, and how long they make the text, in which characters alone do not count.
  var indexWords: (words: [Substring], length: Int) {
    var words: [Substring] = []
    var single: [Substring] = []
    for run in WordRuns(of: self, numbers: .whole).runs {
      words += run.searchWords
      if case .characters(let characters) = run, characters.count > 1 { single += characters }
    }
    return (words + single, words.count)
  }

  /// The words by which a text is looked for: of a stretch without spaces, the pairs of neighbors.
  package var searchWords: [Substring] {
    WordRuns(of: self, numbers: .whole).runs.flatMap(\.searchWords)
  }

  /// The words of a text in their order, of scripts without spaces the characters.
  var wordsInSequence: [Substring] {
    WordRuns(of: self, numbers: .whole).runs.flatMap(\.parts)
  }

  /// Whether the words of another text stand in this one, one after the other: “19” does not stand
  /// in “1969”, nor “ox” in “fox”. Case and punctuation do not count, digits do; a text without a
  /// word is looked for as it stands.
  public func holdsWords(of other: String) -> Bool {
    let wanted = other.wordsInSequence
    guard let first = wanted.first else {
      let bare = other.trimmingCharacters(in: .whitespacesAndNewlines)
      return !bare.isEmpty && contains(bare)
    }
    let words = wordsInSequence
    guard words.count >= wanted.count else { return false }
    return (0...(words.count - wanted.count)).contains { start in
      words[start] == first && words[start..<start + wanted.count].elementsEqual(wanted)
    }
  }
}

extension WordRun {
  fileprivate var parts: [Substring] {
    switch self {
    case .word(let word): [word]
    case .characters(let characters): characters
    }
  }

  fileprivate var searchWords: [Substring] {
    guard case .characters(let characters) = self, characters.count > 1 else { return parts }
    return zip(characters, characters.dropFirst()).map { first, second in
      first.base[first.startIndex..<second.endIndex]
    }
  }
}

extension [WordRun] {
  /// The words, of scripts without spaces the characters.
  var parts: [Substring] { flatMap(\.parts) }
}
