/// What a line of facts states.
public struct FactStatement: Hashable, Sendable {
  /// What a line is about: a relation, or a friendship.
  public enum Property: Hashable, Sendable, CaseIterable {
    case relation(FactLanguage.Relation)
    case friend

    public static let allCases = FactLanguage.Relation.allCases.map(Property.relation) + [.friend]

    /// The word by which a question asks for it.
    public var noun: String {
      switch self {
      case .relation(let relation): relation.rawValue
      case .friend: "friend"
      }
    }

    /// The word of the phrasing that does not use the noun.
    public var verb: String {
      switch self {
      case .relation(.home): "lives"
      case .relation(.pet): "keeps"
      case .relation(.trade): "works"
      case .friend: "trusts"
      }
    }

    func statements(_ name: String, _ object: String) -> [String] {
      switch self {
      case .relation(let relation): relation.statements(name, object)
      case .friend: ["the friend of \(name) is \(object).", "\(name) trusts \(object)."]
      }
    }
  }

  public let name: String
  public let property: Property
  public let object: String

  public init(name: String, property: Property, object: String) {
    self.name = name
    self.property = property
    self.object = object
  }

  /// Reads a line; nil for what states no fact.
  public init?(_ line: String) {
    let words = line.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard words.count > 2, let object = words.last else { return nil }
    for property in Property.allCases {
      for name in [words[0], words[min(3, words.count - 1)]]
      where property.statements(name, object).contains(line) {
        self.init(name: name, property: property, object: object)
        return
      }
    }
    return nil
  }
}
