/// A command to a browser: a line of text (Nakano et al. 2021, table 1, of which these are the ones
/// that a store without pages needs).
public enum BrowsingAction: Hashable, Sendable {
  case search(String)
  /// Keeps a passage of the last search as a reference; they are numbered from 1.
  case quote(Int)
  /// Ends with an answer.
  case answer(String)

  private static let separator = ": "

  /// The characters of commands, without those of their arguments but numbers.
  public static let alphabet = "searchquoteanswer: 0123456789\n"

  /// Reads a line without its line feed; nil where it is no command.
  public init?(_ line: some StringProtocol) {
    guard let separator = line.firstRange(of: Self.separator) else { return nil }
    let argument = line[separator.upperBound...].trimmed
    guard !argument.isEmpty else { return nil }
    switch line[..<separator.lowerBound] {
    case "search": self = .search(argument)
    case "quote":
      guard let number = Int(argument) else { return nil }
      self = .quote(number)
    case "answer": self = .answer(argument)
    default: return nil
    }
  }

  /// The line, with its line feed.
  public var line: String {
    let (command, argument) =
      switch self {
      case .search(let words): ("search", words)
      case .quote(let number): ("quote", String(number))
      case .answer(let text): ("answer", text)
      }
    return command + Self.separator + argument + "\n"
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? endIndex
    return String(self[start..<Swift.max(start, end)])
  }
}
