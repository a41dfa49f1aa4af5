/// Byte pair encoding (Sennrich et al. 2016) over bytes (Radford et al. 2019), or over characters
/// with bytes to fall back on (Touvron et al. 2023). Every text can be encoded.
public struct BytePairTokenizer: Sendable {
  /// What a piece of text is before any pair is merged.
  public enum Alphabet: String, Hashable, Codable, Sendable, CaseIterable {
    /// One token a byte.
    case bytes
    /// One token a Unicode scalar; a scalar that has none becomes the tokens of its UTF-8 bytes.
    case characters
  }

  /// Two tokens that stand side by side become one.
  public struct Merge: Hashable, Sendable {
    public let left: Int32
    public let right: Int32
    public let result: Int32

    public init(_ left: Int32, _ right: Int32, into result: Int32) {
      self.left = left
      self.right = right
      self.result = result
    }
  }

  /// The bytes of each token.
  public let tokens: [[UInt8]]
  /// The merges in the order in which they apply.
  public let merges: [Merge]
  public let alphabet: Alphabet
  public let splitting: SplitPattern
  public let preparation: TextPreparation
  /// Whether a piece that is a token becomes this token, whatever the merges would make of it.
  public let takesWholePieces: Bool
  public let specialTokens: [SpecialToken]

  /// The token of each byte.
  let byteTokens: [Int32]
  /// The tokens of single scalars, where the alphabet is `characters`.
  let scalarTokens: [UInt32: Int32]
  let ranks: PairTable<RankedMerge>
  /// The tokens of whole pieces, if they are taken.
  let wholePieces: [[UInt8]: Int32]
  private let specialTokenFinder: SpecialTokenFinder

  /// - Parameters:
  ///   - byteTokens: the token of each of the 256 bytes.
  ///   - specialTokens: tokens that only their exact text stands for, never a merge.
  /// - Throws: ``TokenizerError/unknownToken(_:vocabularySize:)`` for a token outside `tokens`.
  public init(
    tokens: [[UInt8]], byteTokens: [Int32], merges: [Merge], alphabet: Alphabet = .bytes,
    splitting: SplitPattern, preparation: TextPreparation = .none, takesWholePieces: Bool = false,
    specialTokens: [SpecialToken] = []
  ) throws(TokenizerError) {
    precondition(byteTokens.count == 256, "there are 256 bytes")
    self.tokens = tokens
    self.byteTokens = byteTokens
    self.merges = merges
    self.alphabet = alphabet
    self.splitting = splitting
    self.preparation = preparation
    self.takesWholePieces = takesWholePieces
    self.specialTokens = specialTokens.sorted { $0.token < $1.token }
    let mentioned = merges.lazy.flatMap { [$0.left, $0.right, $0.result] }
    for token in [Array(mentioned), byteTokens, specialTokens.map(\.token)].joined()
    where !tokens.indices.contains(Int(token)) {
      throw .unknownToken(token, vocabularySize: tokens.count)
    }
    ranks = Self.ranks(of: merges)
    specialTokenFinder = SpecialTokenFinder(specialTokens)
    let merging = MergingTokens(tokens, except: byteTokens + specialTokens.map(\.token))
    scalarTokens = alphabet == .characters ? merging.scalars : [:]
    wholePieces = takesWholePieces ? merging.pieces : [:]
  }

  public var vocabularySize: Int { tokens.count }

  /// The special tokens in `text` become their token; all else is split and merged.
  public func encode(_ text: String) -> [Int32] {
    var text = text
    return text.withUTF8 { utf8 in
      var encoder = PieceEncoder(self, textLength: utf8.count)
      var encoded: [Int32] = []
      encoded.reserveCapacity(utf8.count / 3)
      for segment in specialTokenFinder.segments(of: utf8) {
        switch segment {
        case .special(let token): encoded.append(token)
        case .text(let range):
          let text = UnsafeBufferPointer(rebasing: utf8[range])
          if let prepared = preparation.prepared(text, isFirst: range.lowerBound == 0) {
            prepared.withUnsafeBufferPointer { encoder.encode(text: $0, into: &encoded) }
          } else {
            encoder.encode(text: text, into: &encoded)
          }
        }
      }
      return encoded
    }
  }

  public func bytes(of token: Int32) -> [UInt8] { tokens[Int(token)] }

  package static func ranks(of merges: [Merge]) -> PairTable<RankedMerge> {
    var ranks = PairTable(vacant: RankedMerge(rank: 0, result: 0), minimumCapacity: merges.count)
    for (rank, merge) in merges.enumerated() {
      let ranked = RankedMerge(rank: UInt32(rank), result: merge.result)
      ranks.insert(ranked, for: PairTable<RankedMerge>.key(merge.left, merge.right))
    }
    return ranks
  }
}

/// What a pair merges into, and how early: the least rank is merged first.
package struct RankedMerge: Sendable {
  let rank: UInt32
  let result: Int32
}

extension BytePairTokenizer: Hashable {
  public static func == (first: Self, second: Self) -> Bool {
    first.tokens == second.tokens && first.merges == second.merges
      && first.byteTokens == second.byteTokens && first.alphabet == second.alphabet
      && first.splitting == second.splitting && first.preparation == second.preparation
      && first.takesWholePieces == second.takesWholePieces
      && first.specialTokens == second.specialTokens
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(tokens)
    hasher.combine(merges)
  }
}
