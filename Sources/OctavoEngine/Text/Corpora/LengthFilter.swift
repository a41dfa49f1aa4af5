/// Drops documents with too few or too many words, white space dividing words.
///
/// The Colossal Clean Crawled Corpus drops short pages and lines so (Raffel et al. 2020, section 2.2).
public struct LengthFilter: TextFilter, Hashable {
  public let words: ClosedRange<Int>

  public init(words: ClosedRange<Int>) {
    self.words = words
  }

  public var name: String { "length" }

  public func kept(of documents: [String]) -> [Int] {
    documents.indices.filter { words.contains(Self.wordCount(of: documents[$0])) }
  }

  private static func wordCount(of document: String) -> Int {
    var count = 0
    var isInWord = false
    for byte in document.utf8 {
      guard byte < 0x80 else { return document.split(whereSeparator: \.isWhitespace).count }
      let isSpace = byte == 0x20 || 0x09...0x0D ~= byte
      if !isSpace, !isInWord { count += 1 }
      isInWord = !isSpace
    }
    return count
  }
}
