import OctavoBase

/// A language model that predicts each byte of a text from the few before it: small, quick to train,
/// and good enough to tell prose from noise.
///
/// The probabilities of all orders are interpolated as Witten and Bell do it (Chen and Goodman 1998,
/// section 2.5); at the bottom every byte is equally likely, so no text is impossible.
public struct CharacterNGramModel: Sendable {
  /// How many bytes are looked at, the predicted one included; 1 ... 7.
  public let order: Int
  private var counts: [UInt64: Int] = [:]
  /// Of each context: how often it was seen, and by how many different bytes it was followed.
  private var contexts: [UInt64: (count: Int, followers: Int)] = [:]

  /// - Precondition: the order is in 1 ... 7.
  public init(order: Int = 5, trainedOn documents: some Sequence<String>) {
    precondition((1...7).contains(order), "contexts are packed into one word")
    self.order = order
    for document in documents {
      Self.forEachByte(of: document) { byte, history in
        for length in 0..<order { count(byte, after: Self.context(history, length: length)) }
      }
    }
  }

  /// The inverse geometric mean of the probabilities of a document's bytes; 1 for an empty one.
  public func perplexity(of document: String) -> Double {
    var logarithms = 0.0
    var bytes = 0
    Self.forEachByte(of: document) { byte, history in
      logarithms += Double.log(probability(of: byte, after: history))
      bytes += 1
    }
    return bytes == 0 ? 1 : Double.exp(-logarithms / Double(bytes))
  }

  /// P(b | h) = (c(hb) + t(h) P(b | h')) / (c(h) + t(h)), where h' is h without its first byte
  /// and t(h) counts the different bytes that followed h.
  private func probability(of byte: UInt8, after history: UInt64) -> Double {
    var probability = 1.0 / 256
    for length in 0..<order {
      let context = Self.context(history, length: length)
      guard let seen = contexts[context] else { break }
      let count = Double(counts[Self.extended(context, by: byte)] ?? 0)
      let followers = Double(seen.followers)
      probability = (count + followers * probability) / (Double(seen.count) + followers)
    }
    return probability
  }

  private mutating func count(_ byte: UInt8, after context: UInt64) {
    let isNew =
      counts.updateValue(
        (counts[Self.extended(context, by: byte)] ?? 0) + 1,
        forKey: Self.extended(context, by: byte)) == nil
    let seen = contexts[context] ?? (0, 0)
    contexts[context] = (seen.count + 1, seen.followers + (isNew ? 1 : 0))
  }

  /// The last bytes of a history beneath a mark of their number.
  private static func context(_ history: UInt64, length: Int) -> UInt64 {
    let mark: UInt64 = 1 << (8 * UInt64(length))
    return history & (mark - 1) | mark
  }

  private static func extended(_ context: UInt64, by byte: UInt8) -> UInt64 {
    context << 8 | UInt64(byte)
  }

  /// Gives each byte with the bytes before it, zeros before the first.
  private static func forEachByte(of document: String, _ body: (UInt8, UInt64) -> Void) {
    var history: UInt64 = 0
    for byte in document.utf8 {
      body(byte, history)
      history = history << 8 | UInt64(byte)
    }
  }
}
