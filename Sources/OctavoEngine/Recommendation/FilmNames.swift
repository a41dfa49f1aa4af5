/// What films are called, which is all that a language model reads of them (Hua et al. 2023).
public enum FilmNames: String, Codable, Hashable, Sendable, CaseIterable {
  /// Mood and subject, such as `silent harbor`.
  case titles
  /// Numbers in the order of the catalogue, such as `37`: the first digit is the mood and the second
  /// the subject.
  case consecutive
  /// The same numbers in random order.
  case shuffled
  /// Random numbers of four digits, none twice.
  case random

  /// The name of every film, in the order of `FilmTastes.titles`.
  public func names(from stream: RandomStream) -> [String] {
    var stream = stream
    let films = FilmTastes.titles.indices
    return switch self {
    case .titles: FilmTastes.titles
    case .consecutive: films.map { number($0, digits: 2) }
    case .shuffled: films.shuffled(using: &stream).map { number($0, digits: 2) }
    case .random:
      (0..<10_000).shuffled(using: &stream).prefix(films.count).map { number($0, digits: 4) }
    }
  }

  private func number(_ number: Int, digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
