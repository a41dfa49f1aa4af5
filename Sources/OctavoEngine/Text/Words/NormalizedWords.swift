extension String {
  /// The words by which near duplicates are found: lower case, every digit a zero, no punctuation, as
  /// CCNet normalizes paragraphs before it compares them (Wenzek et al. 2020, section 3.1). So pages
  /// of one template that differ by numbers alone are near duplicates.
  package var normalizedWords: [Substring] {
    WordRuns(of: self, numbers: .divided).runs.parts.map { word in
      let hasDigit = word.unicodeScalars.contains {
        $0.properties.numericType != nil && WordClass($0) != .unspaced
      }
      guard hasDigit else { return word }
      var zeroed = Substring.UnicodeScalarView()
      for scalar in word.unicodeScalars {
        zeroed.append(scalar.properties.numericType == nil ? scalar : "0")
      }
      return Substring(zeroed)
    }
  }
}
