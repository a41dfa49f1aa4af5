import OctavoRunner

extension Corpus.Outline {
  /// About how much memory the text takes while it is made: its lines, the whole, and its two parts,
  /// in bytes; nil where its length is not known.
  var bytes: Int? {
    characters >= Self.unknownLength ? nil : 4 * characters
  }

  /// An upper bound of the characters for training.
  var forTraining: Int { characters - validationCount }
}

extension Problems {
  /// Reports a text that is larger than the machine's memory.
  mutating func requireMemory(
    of text: Corpus.Outline, at option: FieldReference?, remedy: String = "make a shorter text"
  ) {
    requireMemory(text.bytes, for: "this text", at: option, remedy: remedy)
  }

  /// Reports a text of which nothing is for training.
  mutating func requireTrainingText(_ data: Binding<Corpus>) {
    guard let outline = data.outline, outline.forTraining <= 0 else { return }
    report(
      at: data.field, "nothing of this text is for training",
      remedy: "give a longer text, or a smaller `validation-fraction`")
  }
}

extension Int {
  /// The nearest integer, where there is one.
  init(saturating number: Double) {
    self =
      Int(exactly: number.rounded()) ?? (number.isNaN ? 0 : number < 0 ? Int.min : Int.max)
  }

  /// About how many bytes so many written texts take: their tokens, and the texts as tables and
  /// artifacts hold them.
  static func bytes(ofTexts texts: Int, tokens: Int) -> Int {
    Int(saturating: Double(texts) * (16 * Double(tokens) + 256))
  }

  /// The sum, or the largest number.
  func addingSaturating(_ other: Int) -> Int {
    Int(saturating: Double(self) + Double(other))
  }
}
