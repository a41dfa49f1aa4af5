import OctavoEngine
import OctavoRunner

extension CaptionVocabulary {
  /// The tokens of captions, for a model that has learned these words.
  ///
  /// - Parameters:
  ///   - length: the most words that a caption may have; nil where there is no limit.
  ///   - noun: what a caption is called in an error, such as `caption`.
  /// - Throws: where a caption has a word that is none of these, or is too long.
  func encode(
    _ captions: [String], length: Int? = nil, called noun: String = "caption"
  ) throws -> [[Int32]] {
    try captions.map { caption in
      let tokens: [Int32]
      do throws(UnknownWord) { tokens = try encode(caption) } catch {
        throw OperationError(
          "in the \(noun) “\(caption)”, \(error.problem)", remedy: error.remedy)
      }
      if let length, tokens.count > length {
        throw OperationError(
          "the \(noun) “\(caption)” has \(tokens.count) words, and no caption had more than "
            + "\(length)", remedy: "shorten it")
      }
      return tokens
    }
  }

  /// Reports texts with a word that is not in a model's vocabulary, if that is known.
  static func check(
    _ texts: [String], at option: FieldReference?, for words: Set<String>?,
    _ problems: inout Problems
  ) {
    guard let words else { return }
    let vocabulary = CaptionVocabulary(words: words)
    for text in texts {
      if let unknown = vocabulary.unknownWord(in: text) {
        problems.report(at: option, unknown.problem, remedy: unknown.remedy)
      }
    }
  }

  /// Reports images whose captions have a word that is not in a model's vocabulary, if both are known.
  static func check(
    _ images: Images.Outline?, at option: FieldReference?, for words: Set<String>?,
    _ problems: inout Problems
  ) {
    guard let words, let unknown = images?.words?.subtracting(words).min() else { return }
    check([unknown], at: option, for: words, &problems)
  }
}
