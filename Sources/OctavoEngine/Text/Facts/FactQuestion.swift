/// A question about somebody's home, pet or trade, or about those of somebody's friend.
public struct FactQuestion: Hashable, Sendable {
  public let name: String
  public let relation: FactLanguage.Relation
  /// Whether it asks about the friend of the person, so that two facts answer it.
  public let isAboutFriend: Bool

  public init(name: String, relation: FactLanguage.Relation, isAboutFriend: Bool = false) {
    self.name = name
    self.relation = relation
    self.isAboutFriend = isAboutFriend
  }

  public var text: String {
    "what is the \(relation.rawValue) of \(isAboutFriend ? "the friend of " : "")\(name)?"
  }

  /// Reads what ``text`` writes; nil for anything else.
  public init?(_ text: String) {
    let words = text.split { !$0.isLetter && !$0.isNumber }
    guard words.count > 3, let name = words.last,
      let relation = FactLanguage.Relation(rawValue: String(words[3]))
    else { return nil }
    self.init(name: String(name), relation: relation, isAboutFriend: words.count > 6)
    guard self.text == text else { return nil }
  }

  /// What has to be looked up, the next about the object of the one before.
  public var steps: [FactStatement.Property] {
    (isAboutFriend ? [.friend] : []) + [.relation(relation)]
  }
}
