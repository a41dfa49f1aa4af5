/// Why a text cannot be encoded, or a tokenizer cannot be made.
public enum TokenizerError: Error, Hashable, Sendable {
  /// A character tokenizer met a character that its alphabet lacks.
  case unknownCharacter(Unicode.Scalar, at: TextPosition)
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownCharacter(let scalar, let position):
      let code = String(scalar.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return """
        the character \(String(scalar).debugDescription) (U+\(padded)) at \(position) is not among \
        those the tokenizer was made from; make it from a text that holds this character, \
        or use a byte-level tokenizer
        """
    }
  }
}
