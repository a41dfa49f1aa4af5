/// How often each piece occurs in the texts a tokenizer learns from.
struct PieceCounts {
  private var pieces = PieceTable()
  private var counts: [Int] = []

  init(of texts: some Sequence<String>, splitBy splitting: SplitPattern) {
    for text in texts {
      var text = text
      text.withUTF8 { utf8 in
        ScalarClass.table.withUnsafeBufferPointer { classes in
          guard let classes = classes.baseAddress else { return }
          var scanner = PieceScanner(utf8, pattern: splitting, classes: classes)
          while let range = scanner.next() {
            let (number, isNew) = pieces.number(of: UnsafeBufferPointer(rebasing: utf8[range]))
            if isNew { counts.append(0) }
            counts[number] += 1
          }
        }
      }
    }
  }

  /// The scalars that occur at least so often, in ascending order.
  func scalars(atLeast minimum: Int) -> [Unicode.Scalar] {
    var frequencies: [Unicode.Scalar: Int] = [:]
    for (number, count) in counts.enumerated() {
      for scalar in String(decoding: pieces.bytes(of: number), as: UTF8.self).unicodeScalars {
        frequencies[scalar, default: 0] += count
      }
    }
    return frequencies.filter { $0.value >= minimum }.keys.sorted()
  }

  /// The pieces as words of alphabet tokens. A character that has no token divides its word, since
  /// its bytes are never merged.
  func words(
    of vocabulary: GrowingVocabulary, alphabet: BytePairTokenizer.Alphabet
  ) -> WordList {
    var words = WordList()
    for (number, count) in counts.enumerated() {
      let bytes = pieces.bytes(of: number)
      switch alphabet {
      case .bytes:
        words.append(bytes.map { vocabulary.byteTokens[Int($0)] }, count: count)
      case .characters:
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        for run in scalars.split(whereSeparator: { vocabulary.scalarTokens[$0.value] == nil }) {
          words.append(run.compactMap { vocabulary.scalarTokens[$0.value] }, count: count)
        }
      }
    }
    return words
  }
}

/// Words of tokens, each with how often it occurs, in flat arrays.
struct WordList {
  private(set) var tokens: [Int32] = []
  private(set) var starts: [Int] = []
  private(set) var counts: [Int] = []

  mutating func append(_ word: [Int32], count: Int) {
    guard word.count > 1 else { return }
    starts.append(tokens.count)
    counts.append(count)
    tokens.append(contentsOf: word)
  }
}
