/// People who do not exist, and what is known of each: a home, a pet and a trade, drawn independently
/// of everything, so that nobody can guess them.
///
/// A fact is told in one of two ways, drawn at random; only one of them uses the word by which a
/// question asks, so that a search for words does not always find the right fact first.
public enum FactLanguage {
  /// What a fact is about.
  public enum Relation: String, CaseIterable, Codable, Hashable, Sendable {
    case home, pet, trade

    /// What it can be.
    public var objects: [String] {
      switch self {
      case .home: FactLanguage.towns
      case .pet: FactLanguage.animals
      case .trade: FactLanguage.trades
      }
    }

    func statements(_ name: String, _ object: String) -> [String] {
      switch self {
      case .home: ["the home of \(name) is \(object).", "\(name) lives in \(object)."]
      case .pet: ["the pet of \(name) is a \(object).", "\(name) keeps a \(object)."]
      case .trade:
        ["the trade of \(name) is that of a \(object).", "\(name) works as a \(object)."]
      }
    }
  }

  public struct Fact: Codable, Hashable, Sendable {
    public let name: String
    public let relation: Relation
    public let object: String
    public let statement: String

    public var question: String { FactQuestion(name: name, relation: relation).text }
  }

  /// Everything that is known of so many people, person after person. A person depends on the place
  /// and the stream's seed alone, except for the name, which nobody shares.
  ///
  /// - Precondition: there are at most ``names`` people.
  public static func facts(people: Int, from stream: RandomStream) -> [Fact] {
    names(people, from: stream).enumerated().flatMap { index, name in
      var stream = stream.derived(for: "person", index: index)
      return Relation.allCases.map { relation in
        let object = relation.objects[stream.integer(below: relation.objects.count)]
        let statements = relation.statements(name, object)
        return Fact(
          name: name, relation: relation, object: object,
          statement: statements[stream.integer(below: statements.count)])
      }
    }
  }

  /// How many names there are.
  public static let names = onsets.count * middles.count * endings.count

  private static func names(_ count: Int, from stream: RandomStream) -> [String] {
    precondition(count <= names, "there are \(names) names")
    var stream = stream.derived(for: "names")
    return (0..<names).shuffled(using: &stream).prefix(count).map { number in
      onsets[number % onsets.count]
        + middles[number / onsets.count % middles.count]
        + endings[number / (onsets.count * middles.count)]
    }
  }

  private static let onsets = [
    "ba", "ce", "do", "fi", "gu", "ha", "jo", "ka", "le", "mi", "no", "pe", "qua", "ri", "so", "tu",
    "ve", "wi", "yo", "za",
  ]
  private static let middles = [
    "bi", "co", "da", "fe", "gi", "lo", "ma", "ne", "pu", "ra", "se", "ti", "vo", "zu",
  ]
  private static let endings = [
    "ck", "dan", "fer", "gon", "lin", "mer", "nd", "rik", "sha", "th", "von", "x",
  ]
  private static let towns = [
    "bergen", "cadiz", "delft", "essen", "fulda", "ghent", "huelva", "ivrea", "jena", "krakow",
    "lucca", "malmo", "nantes", "oulu", "porto", "riga", "siena", "tartu", "ulm", "vigo",
  ]
  private static let animals = [
    "badger", "cat", "dog", "ferret", "goose", "hare", "jackdaw", "kid", "lamb", "mule", "newt",
    "parrot", "rabbit", "snail", "toad", "viper", "weasel", "yak", "zebra", "bee",
  ]
  private static let trades = [
    "baker", "carver", "dyer", "fiddler", "glazier", "hatter", "joiner", "lawyer", "miller",
    "nurse", "painter", "roofer", "saddler", "tailor", "teacher", "vintner", "weaver", "potter",
    "sailor", "smith",
  ]
}
