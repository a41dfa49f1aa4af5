extension FactLanguage {
  /// A person's only friend, who need not return the friendship.
  public struct Friendship: Hashable, Sendable {
    public let name: String
    public let friend: String
    public let statement: String
  }

  /// A friend for everybody, drawn from the others. A friendship is stated in one of two ways, as
  /// facts are.
  ///
  /// - Precondition: there are two people at least, or none.
  public static func friendships(
    among names: [String], from stream: RandomStream
  ) -> [Friendship] {
    precondition(names.count != 1, "somebody alone has no friend")
    return names.enumerated().map { place, name in
      var stream = stream.derived(for: "friend of \(name)")
      let drawn = stream.integer(below: names.count - 1)
      let friend = names[drawn < place ? drawn : drawn + 1]
      let statements = FactStatement.Property.friend.statements(name, friend)
      return Friendship(
        name: name, friend: friend,
        statement: statements[stream.integer(below: statements.count)])
    }
  }
}
