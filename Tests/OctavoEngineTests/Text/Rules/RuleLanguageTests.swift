import OctavoEngine
import Testing

@Suite struct RuleLanguageTests {
  @Test(arguments: [
    (RuleLanguage.Rule.copy, "cah"), (.reverse, "hac"), (.rotate, "ahc"), (.next, "dba"),
    (.sort, "ach"), (.double, "ccc"),
  ])
  func rulesAnswer(_ rule: RuleLanguage.Rule, _ answer: String) {
    #expect(rule.answer(to: Array("cah".utf8)) == Array(answer.utf8))
  }

  @Test func everyLineKeepsToOneRule() {
    let text = RuleLanguage(examples: 5).text(lines: 200, from: RandomStream(seed: 3))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 200)
    for line in lines {
      let examples = line.split(separator: ";").map { $0.split(separator: ">") }
      #expect(examples.count == 5)
      let fitting = RuleLanguage.Rule.allCases.filter { rule in
        examples.allSatisfy { rule.answer(to: Array($0[0].utf8)) == Array($0[1].utf8) }
      }
      #expect(!fitting.isEmpty)
    }
  }

  @Test func aLineDoesNotDependOnHowManyThereAre() {
    let language = RuleLanguage(examples: 3)
    let few = language.text(lines: 2, from: RandomStream(seed: 3))
    let many = language.text(lines: 20, from: RandomStream(seed: 3))
    #expect(many.hasPrefix(few))
  }

  @Test func questionsEndWhereTheAnswerBegins() {
    var stream = RandomStream(seed: 1)
    let question = RuleLanguage.question(about: .reverse, shots: 2, using: &stream)
    #expect(question.prompt.hasSuffix(">"))
    #expect(question.prompt.count { $0 == ";" } == 2)
    let word = question.prompt.dropLast().suffix(3)
    #expect(String(word.reversed()) == question.answer)
  }
}
