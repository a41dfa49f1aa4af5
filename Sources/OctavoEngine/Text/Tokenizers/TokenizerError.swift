/// Why a text cannot be encoded, or a tokenizer cannot be made.
public enum TokenizerError: Error, Hashable, Sendable {
  /// A character tokenizer met a character that its alphabet lacks.
  case unknownCharacter(Unicode.Scalar, at: TextPosition)
  /// A vocabulary mentions a token that it does not hold.
  case unknownToken(Int32, vocabularySize: Int)
  /// A vocabulary of this size has no room for every byte and the special tokens.
  case vocabularyTooSmall(asked: Int, minimum: Int)
  /// A file does not hold a tokenizer that can be read; `problem` names what is wrong and the remedy.
  case unreadable(file: String, problem: String)
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
    case .unknownToken(let token, let size):
      return """
        the tokenizer mentions token \(token), but its vocabulary has only the tokens 0 to \
        \(size - 1); the vocabulary and the merges are not of one tokenizer
        """
    case .vocabularyTooSmall(let asked, let minimum):
      return """
        a vocabulary of \(asked) tokens cannot hold the alphabet and the special tokens; \
        ask for at least \(minimum)
        """
    case .unreadable(let file, let problem):
      return "\(file): \(problem)"
    }
  }
}
