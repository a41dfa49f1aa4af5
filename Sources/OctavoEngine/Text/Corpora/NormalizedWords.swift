extension String {
  /// The words by which two documents are compared: lower case, digits as zeros, no punctuation, as
  /// CCNet normalises paragraphs before it compares them (Wenzek et al. 2020, section 3.1).
  var normalizedWords: [Substring] {
    let normalized = lowercased().unicodeScalars.map { scalar -> Character in
      switch ScalarClass(scalar) {
      case .letter: Character(scalar)
      case .number: "0"
      case .space, .other: " "
      }
    }
    return String(normalized).split(separator: " ")
  }
}
