/// Token ids to learn from and to validate on.
public struct TokenCorpus: Hashable, Codable, Sendable {
  public var training: [Int32]
  public var validation: [Int32]
  public var vocabularySize: Int

  public init(training: [Int32], validation: [Int32], vocabularySize: Int) {
    self.training = training
    self.validation = validation
    self.vocabularySize = vocabularySize
  }

  /// A number that differs between corpora that differ (FNV-1a, 64 bits).
  var checksum: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for tokens in [training, validation] {
      for token in tokens + [Int32(clamping: tokens.count)] {
        hash = (hash ^ UInt64(UInt32(bitPattern: token))) &* 0x100_0000_01b3
      }
    }
    return hash
  }
}

extension [[Int32]] {
  /// A number that differs between lists of sequences that differ.
  var checksum: UInt64 {
    TokenCorpus(training: flatMap { $0 + [-1] }, validation: [], vocabularySize: 0).checksum
  }
}

/// Sequences cut out of a text, each with the same text one token on.
package struct Crops {
  package let inputs: TokenBatch
  package let targets: [Int32]

  package init(inputs: TokenBatch, targets: [Int32]) {
    self.inputs = inputs
    self.targets = targets
  }

  /// `rows` crops of `columns` tokens, their beginnings drawn uniformly, as nanoGPT takes them.
  ///
  /// - Precondition: there are more tokens than columns.
  package init(from tokens: [Int32], rows: Int, columns: Int, stream: inout RandomStream) {
    let starts = (0..<rows).map { _ in stream.integer(below: tokens.count - columns) }
    inputs = TokenBatch(
      rows: rows, columns: columns, tokens: starts.flatMap { tokens[$0..<$0 + columns] })
    targets = starts.flatMap { tokens[$0 + 1..<$0 + 1 + columns] }
  }
}
