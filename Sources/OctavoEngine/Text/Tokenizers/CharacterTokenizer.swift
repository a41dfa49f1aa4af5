/// One token for each Unicode scalar of an alphabet.
///
/// A combining mark is a token of its own, so that every text has one encoding and decoding
/// gives back the same bytes.
public struct CharacterTokenizer: Hashable, Sendable {
  /// The scalar of each token.
  public let alphabet: [Unicode.Scalar]
  private let tokens: [Unicode.Scalar: Int32]
  /// The UTF-8 of each token.
  let spellings: [[UInt8]]
  /// The tokens of the ASCII scalars, −1 where the alphabet has none.
  private let asciiTokens: [Int32]

  /// A tokenizer of the distinct scalars of `text`, in ascending order.
  public init(of text: String) {
    self.init(alphabet: Set(text.unicodeScalars).sorted())
  }

  /// - Precondition: the scalars are distinct.
  public init(alphabet: [Unicode.Scalar]) {
    self.alphabet = alphabet
    spellings = alphabet.map { Array(String($0).utf8) }
    let numbered = zip(alphabet, Int32(0)...)
    tokens = Dictionary(uniqueKeysWithValues: numbered.map { ($0, $1) })
    var asciiTokens = [Int32](repeating: -1, count: 128)
    for (scalar, token) in numbered where scalar.isASCII {
      asciiTokens[Int(scalar.value)] = token
    }
    self.asciiTokens = asciiTokens
  }

  public var vocabularySize: Int { alphabet.count }

  /// - Throws: ``TokenizerError/unknownCharacter(_:at:)`` for a scalar outside the alphabet.
  public func encode(_ text: String) throws(TokenizerError) -> [Int32] {
    var encoded: [Int32] = []
    encoded.reserveCapacity(text.utf8.count)
    let scalars = text.unicodeScalars
    for index in scalars.indices {
      guard let token = token(of: scalars[index]) else {
        let position = TextPosition(of: index, in: text)
        throw .unknownCharacter(scalars[index], at: position)
      }
      encoded.append(token)
    }
    return encoded
  }

  public func bytes(of token: Int32) -> [UInt8] {
    spellings[Int(token)]
  }

  private func token(of scalar: Unicode.Scalar) -> Int32? {
    guard scalar.isASCII else { return tokens[scalar] }
    let token = asciiTokens[Int(scalar.value)]
    return token < 0 ? nil : token
  }
}
