import OctavoBase

/// A small transformer over the words of a caption, whose states a denoising network attends to. As
/// in CLIP (Radford et al. 2021), a word sees those before it, so the last state has seen them all;
/// captions are filled up to one length, and the filling is attended to as in Stable Diffusion.
public struct TextEncoder: Sendable {
  public let vocabulary: CaptionVocabulary
  var transformer: GPT

  /// A new encoder.
  ///
  /// - Parameter length: the most words of a caption.
  public init(
    _ vocabulary: CaptionVocabulary, length: Int, width: Int, layers: Int, heads: Int,
    stream: RandomStream
  ) throws(ConfigurationProblem) {
    try self.init(
      vocabulary,
      GPT(
        GPT.Configuration(
          vocabularySize: vocabulary.size, context: length, layers: layers, heads: heads,
          width: width),
        stream: stream))
  }

  init(_ vocabulary: CaptionVocabulary, _ transformer: GPT) {
    self.vocabulary = vocabulary
    self.transformer = transformer
  }

  public var width: Int { transformer.configuration.width }
  public var length: Int { transformer.configuration.context }

  /// The states of captions, (B, length, width).
  func callAsFunction(_ captions: [[Int32]], _ weights: Weights) -> Variable {
    transformer.hiddenStates(filled(captions), weights)
  }

  /// Captions of one length: longer ones are cut, shorter ones filled up.
  func filled(_ captions: [[Int32]]) -> TokenBatch {
    TokenBatch(
      rows: captions.count, columns: length,
      tokens: captions.flatMap { caption in
        caption.prefix(length)
          + Array(repeating: CaptionVocabulary.filling, count: max(0, length - caption.count))
      })
  }
}

/// The words of captions, each a token. Case and punctuation do not count.
public struct CaptionVocabulary: Codable, Hashable, Sendable {
  /// In alphabetical order; the first of them is token 1.
  public let words: [String]

  /// What fills captions up, and is all of the caption that stands for none.
  static let filling: Int32 = 0

  public init(of captions: some Sequence<String>) {
    words = Set(captions.flatMap(Self.words)).sorted()
  }

  /// - Parameter words: each once, in any order.
  public init(words: some Sequence<String>) {
    self.words = words.sorted()
  }

  var size: Int { words.count + 1 }

  /// The words of a caption.
  public static func words(of caption: String) -> [String] {
    caption.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// The first word of a caption that is none of these; nil where all are.
  public func unknownWord(in caption: String) -> UnknownWord? {
    do throws(UnknownWord) { _ = try encode(caption) } catch { return error }
    return nil
  }

  /// The tokens of a caption.
  ///
  /// - Throws: where it has a word that is none of these.
  public func encode(_ caption: String) throws(UnknownWord) -> [Int32] {
    try Self.words(of: caption).map { word throws(UnknownWord) in
      guard let index = words.firstIndex(of: word) else {
        throw UnknownWord(
          word: word, nearest: nearest(to: word, among: words), known: words)
      }
      return Int32(index + 1)
    }
  }
}

/// A word that a model has not learned.
public struct UnknownWord: Error, Hashable, Sendable, CustomStringConvertible {
  public let word: String
  /// The most similar word it has learned, if one is similar.
  public let nearest: String?
  /// The words that it has learned.
  public let known: [String]

  public init(word: String, nearest: String?, known: [String]) {
    self.word = word
    self.nearest = nearest
    self.known = known
  }

  public var problem: String { "the model has not learned the word “\(word)”" }

  /// The nearest word, and what words there are.
  public var remedy: String {
    let most = 24
    let more = known.count > most ? " and \(known.count - most) more" : ""
    return (nearest.map { "did you mean “\($0)”? " } ?? "")
      + (known.isEmpty
        ? "it knows no words" : "it knows \(known.prefix(most).joined(separator: ", "))\(more)")
  }

  public var description: String { "\(problem); \(remedy)" }
}
