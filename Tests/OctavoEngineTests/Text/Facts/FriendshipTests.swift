import OctavoEngine
import Testing

@Suite struct FriendshipTests {
  private let facts = FactLanguage.facts(people: 60, from: RandomStream(seed: 3))
  private var names: [String] { facts.filter { $0.relation == .pet }.map(\.name) }

  @Test func everybodyHasAFriendWhoIsSomebodyElse() {
    let friendships = FactLanguage.friendships(among: names, from: RandomStream(seed: 3))
    #expect(friendships.map(\.name) == names)
    #expect(friendships.allSatisfy { $0.friend != $0.name && names.contains($0.friend) })
    #expect(Set(friendships.map(\.friend)).count > 30)
    let direct = friendships.count { $0.statement.holdsWords(of: "friend") }
    #expect((15...45).contains(direct))
    #expect(FactLanguage.friendships(among: [], from: RandomStream(seed: 3)).isEmpty)
    let two = FactLanguage.friendships(among: ["a", "b"], from: RandomStream(seed: 3))
    #expect(two.map(\.friend) == ["b", "a"])
  }

  @Test func statementsAreReadAsTheyAreWritten() {
    for fact in facts {
      #expect(
        FactStatement(fact.statement)
          == FactStatement(name: fact.name, property: .relation(fact.relation), object: fact.object)
      )
    }
    for friendship in FactLanguage.friendships(among: names, from: RandomStream(seed: 3)) {
      #expect(
        FactStatement(friendship.statement)
          == FactStatement(
            name: friendship.name, property: .friend, object: friendship.friend))
    }
    for line in ["", "a b c", "the home of x is", "x lives in ulm", "x keeps an ox."] {
      #expect(FactStatement(line) == nil, "\(line)")
    }
  }

  @Test func questionsAreReadAsTheyAreWritten() {
    for relation in FactLanguage.Relation.allCases {
      for isAboutFriend in [false, true] {
        let question = FactQuestion(
          name: "babick", relation: relation, isAboutFriend: isAboutFriend)
        #expect(FactQuestion(question.text) == question)
        #expect(question.steps.count == (isAboutFriend ? 2 : 1))
      }
    }
    #expect(
      FactQuestion(name: "x", relation: .pet, isAboutFriend: true).text
        == "what is the pet of the friend of x?")
    for text in ["", "what is it?", "what is the pet of x", "what is the age of x?", "4 + 4 = "] {
      #expect(FactQuestion(text) == nil, "\(text)")
    }
  }
}
