import OctavoEngine
import Testing

@Suite struct FactLanguageTests {
  private let facts = FactLanguage.facts(people: 400, from: RandomStream(seed: 1))

  @Test func everybodyHasANameAndThreeFacts() {
    #expect(facts.count == 1200)
    let byName = Dictionary(grouping: facts, by: \.name)
    #expect(byName.count == 400)
    #expect(byName.values.allSatisfy { $0.map(\.relation) == FactLanguage.Relation.allCases })
  }

  @Test func statementsSayWhatQuestionsAsk() {
    for fact in facts {
      #expect(fact.statement.holdsWords(of: fact.name))
      #expect(fact.statement.holdsWords(of: fact.object))
      #expect(fact.question == "what is the \(fact.relation.rawValue) of \(fact.name)?")
    }
    let direct = facts.count { $0.statement.holdsWords(of: $0.relation.rawValue) }
    #expect((500...700).contains(direct))
  }

  @Test(arguments: FactLanguage.Relation.allCases)
  func objectsAreDrawnEvenly(_ relation: FactLanguage.Relation) {
    let objects = facts.filter { $0.relation == relation }.map(\.object)
    #expect(Set(relation.objects).count == relation.objects.count)
    for object in relation.objects {
      #expect((5...45).contains(objects.count { $0 == object }), "\(object)")
    }
  }

  @Test func aPersonDoesNotDependOnHowManyThereAre() {
    #expect(Array(facts.prefix(30)) == FactLanguage.facts(people: 10, from: RandomStream(seed: 1)))
    #expect(
      FactLanguage.facts(people: FactLanguage.names, from: RandomStream(seed: 1)).count == 3
        * FactLanguage.names)
  }
}
