/// A text with a gap, written so that a model that reads from left to right can be asked for what is
/// missing (Donahue et al. 2020; Bavarian et al. 2022).
///
/// Each part is announced by a sentinel, a character that no text may hold.
public struct GappedText: Hashable, Sendable {
  /// The order of the parts.
  public enum Form: String, CaseIterable, Codable, Hashable, Sendable {
    /// PSM: `◀prefix▶suffix■middle`.
    case prefixFirst = "prefix-first"
    /// SPM: `◀▶suffix■prefix middle`, so that what is missing goes straight on from the prefix
    /// (Bavarian et al. 2022, the variant that trains together with PSM).
    case suffixFirst = "suffix-first"
  }

  public enum Sentinel {
    public static let prefix = "◀"
    public static let suffix = "▶"
    public static let middle = "■"
    public static let all = [prefix, suffix, middle]
  }

  public var prefix: String
  public var middle: String
  public var suffix: String

  public init(prefix: String, middle: String, suffix: String) {
    self.prefix = prefix
    self.middle = middle
    self.suffix = suffix
  }

  /// What a model reads before it writes the middle.
  public func prompt(_ form: Form) -> String {
    switch form {
    case .prefixFirst:
      Sentinel.prefix + prefix + Sentinel.suffix + suffix + Sentinel.middle
    case .suffixFirst:
      Sentinel.prefix + Sentinel.suffix + suffix + Sentinel.middle + prefix
    }
  }

  /// The whole text with its middle at the end.
  public func rearranged(_ form: Form) -> String { prompt(form) + middle }

  /// The text of a prompt in either form, with what fills its gap; nil where the prompt lacks the
  /// sentinels of the parts.
  public init?(prompt: String, middle: String) {
    func parts(_ text: Substring, at sentinel: String) -> (Substring, Substring)? {
      text.range(of: sentinel).map { (text[..<$0.lowerBound], text[$0.upperBound...]) }
    }
    guard let (before, inner) = parts(prompt[...], at: Sentinel.prefix), before.isEmpty,
      let (prefix, rest) = parts(inner, at: Sentinel.suffix),
      let (suffix, last) = parts(rest, at: Sentinel.middle)
    else { return nil }
    // One of the two places of the prefix is empty.
    self.init(prefix: String(prefix + last), middle: middle, suffix: String(suffix))
  }
}

extension GappedText {
  /// Where a text may be cut.
  public enum Grain: String, CaseIterable, Codable, Hashable, Sendable {
    /// Between any two characters.
    case characters
    /// Before the white space that parts two words.
    case words

    /// The places at which a text may be cut, its beginning and its end among them.
    func places(in text: String) -> [String.Index] {
      switch self {
      case .characters: return Array(text.indices) + [text.endIndex]
      case .words:
        let inner = text.indices.dropFirst().filter { index in
          text[index].isWhitespace && !text[text.index(before: index)].isWhitespace
        }
        return [text.startIndex] + inner + (text.isEmpty ? [] : [text.endIndex])
      }
    }
  }

  /// Cuts a text at two places; any of the parts may be empty.
  ///
  /// - Parameter longest: the most characters or words in the middle, whose length is then uniform
  ///   from 0 (as Donahue et al. 2020 hide words and short runs of them); nil draws the two places
  ///   uniformly and independently (Bavarian et al. 2022, section 3).
  public init(
    cutting text: String, at grain: Grain, longest: Int? = nil, using stream: inout RandomStream
  ) {
    let places = grain.places(in: text)
    let cuts: [Int]
    if let longest {
      let length = min(stream.integer(below: longest + 1), places.count - 1)
      let start = stream.integer(below: places.count - length)
      cuts = [start, start + length]
    } else {
      cuts = (0..<2).map { _ in stream.integer(below: places.count) }.sorted()
    }
    self.init(text, from: places[cuts[0]], to: places[cuts[1]])
  }

  /// Takes so many neighboring words out of a text, with the white space before them; those that
  /// begin and end the text stay.
  ///
  /// - Returns: nil if the text has no words besides.
  /// - Precondition: `words` is at least 1.
  public init?(masking words: Int, of text: String, using stream: inout RandomStream) {
    precondition(words > 0, "a gap has a word")
    let places = Grain.words.places(in: text)
    let choices = places.count - 2 - words
    guard choices > 0 else { return nil }
    let first = 1 + stream.integer(below: choices)
    self.init(text, from: places[first], to: places[first + words])
  }

  private init(_ text: String, from start: String.Index, to end: String.Index) {
    self.init(
      prefix: String(text[..<start]), middle: String(text[start..<end]),
      suffix: String(text[end...]))
  }
}
