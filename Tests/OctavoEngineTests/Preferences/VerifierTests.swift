import OctavoEngine
import Testing

@Suite struct VerifierTests {
  @Test(
    arguments: [
      ("", true), ("()", true), ("a(b[c]{d}<e>)f", true), ("(", false), (")", false),
      ("(]", false), ("([)]", false), ("())", false), ("<{}>", true),
    ])
  func bracketsAreNested(text: String, isRight: Bool) {
    #expect(Verifier.isBalanced(text) == isRight)
    let middle = text.index(text.startIndex, offsetBy: text.count / 2)
    let score = Verifier.balanced.score(
      prompt: String(text[..<middle]), response: String(text[middle...]))
    #expect(score == (isRight ? 1 : 0))
  }

  @Test func anAnswerFollowsTheLastMatch() throws {
    let key = try AnswerKey(
      after: "=",
      examples: [("1+2+3=", "3=6\n"), ("1+2+3=", "03=06\n"), ("a", "so the answer is b")])
    #expect(key.answer(in: "3=6\n") == "6")
    #expect(key.accepts("3=6\n", to: "1+2+3="))
    #expect(key.accepts("5=06", to: "1+2+3="), "the steps before it do not count")
    #expect(key.accepts("6", to: "1+2+3="), "without a match, all of it is the answer")
    #expect(!key.accepts("3=60", to: "1+2+3="))
    #expect(!key.accepts("3=6=", to: "1+2+3="))
    #expect(!key.accepts("6", to: "another prompt"))
    #expect(!key.accepts("", to: "1+2+3="))
    let words = try AnswerKey(after: "answer is", examples: [("q", "I think the answer is 12 ")])
    #expect(words.accepts("the answer is 3, no, the answer is 12", to: "q"))
    #expect(throws: (any Error).self) {
      try AnswerKey(after: "(", examples: [])
    }
  }

  @Test func aCoinFallsTheSameForTheSameResponse() {
    let scores = (0..<1000).map { Verifier.chance.score(prompt: "p", response: "\($0)") }
    #expect(abs(scores.reduce(0, +) / 1000 - 0.5) < 0.06)
    #expect(Verifier.chance.score(prompt: "p", response: "7") == scores[7])
    let others = (0..<1000).map { Verifier.chance.score(prompt: "q", response: "\($0)") }
    #expect(scores != others)
  }

  @Test func aFormatIsThatOfTheWholeResponse() throws {
    let score = try Judge.format("([0-9]{3}=)*[0-9]{3}").scoring()
    #expect(score("", "046=102\n") == 1)
    #expect(score("", "046=102=") == 0)
    #expect(score("", "x046=102") == 0)
    #expect(Judge.format("(").problems.count == 1)
  }
}
