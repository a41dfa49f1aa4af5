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

  /// What is done about the space before a text, so that its first word is the token it is elsewhere.
  public enum Spacing: String, Hashable, Codable, Sendable, CaseIterable {
    /// Nothing: a text is encoded as it is written.
    case asWritten
    /// A space is put before each stretch of text between special tokens, as LLaMA has it.
    case prefixed
    /// A space is put before a text that does not begin with one.
    case ensured
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
  public let spacing: Spacing
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
    splitting: SplitPattern, spacing: Spacing = .asWritten, takesWholePieces: Bool = false,
    specialTokens: [SpecialToken] = []
  ) throws(TokenizerError) {
    precondition(byteTokens.count == 256, "there are 256 bytes")
    self.tokens = tokens
    self.byteTokens = byteTokens
    self.merges = merges
    self.alphabet = alphabet
    self.splitting = splitting
    self.spacing = spacing
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
          if let spaced = spaced(text, isFirst: range.lowerBound == 0) {
            spaced.withUnsafeBufferPointer { encoder.encode(text: $0, into: &encoded) }
          } else {
            encoder.encode(text: text, into: &encoded)
          }
        }
      }
      return encoded
    }
  }

  /// The text with the space before it that ``spacing`` asks for, nil if it stays as it is.
  private func spaced(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> [UInt8]? {
    guard spacing != .asWritten else { return nil }
    let unmarked = SpaceMark.removed(from: text)
    let space = UInt8(ascii: " ")
    let wantsSpace = spacing == .prefixed || isFirst && unmarked.first != space
    return wantsSpace ? [space] + unmarked : unmarked
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

/// The tokens that pieces and merges can give: all but special ones and the bytes to fall back on.
private struct MergingTokens {
  let tokens: [(bytes: [UInt8], token: Int32)]

  init(_ tokens: [[UInt8]], except excluded: [Int32]) {
    let excluded = Set(excluded)
    self.tokens = zip(tokens, Int32(0)...).filter { !excluded.contains($1) }
      .map { (bytes: $0, token: $1) }
  }

  var pieces: [[UInt8]: Int32] {
    Dictionary(tokens.map { ($0.bytes, $0.token) }, uniquingKeysWith: { first, _ in first })
  }

  var scalars: [UInt32: Int32] {
    var scalars: [UInt32: Int32] = [:]
    for (bytes, token) in tokens where bytes.count <= 4 {
      guard let text = String(validating: bytes, as: UTF8.self)?.unicodeScalars,
        let scalar = text.first, text.count == 1
      else { continue }
      scalars[scalar.value] = token
    }
    return scalars
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
      && first.splitting == second.splitting && first.spacing == second.spacing
      && first.takesWholePieces == second.takesWholePieces
      && first.specialTokens == second.specialTokens
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(tokens)
    hasher.combine(merges)
  }
}
