/// Gives headings the identifiers that GitHub gives them, each once in a notebook.
struct HeadingIdentifiers {
  private var uses: [String: Int] = [:]

  /// Lower case, spaces as hyphens, punctuation dropped; a number tells repetitions apart.
  mutating func next(for heading: String) -> String {
    let words = heading.lowercased().unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      if scalar == " " { return "-" }
      let properties = scalar.properties
      let isKept =
        properties.isAlphabetic || properties.numericType != nil
        || properties.generalCategory == .nonspacingMark
        || properties.generalCategory == .spacingMark || scalar == "-" || scalar == "_"
      return isKept ? scalar : nil
    }
    let slug = words.isEmpty ? "section" : String(String.UnicodeScalarView(words))
    var identifier = slug
    while uses[identifier] != nil {
      uses[slug, default: 0] += 1
      identifier = "\(slug)-\(uses[slug, default: 0])"
    }
    uses[identifier] = 0
    return identifier
  }
}
