import OctavoEngine
import Testing

@Suite struct ChainTests {
  private static let stream = RandomStream(seed: 7)

  private static func problems(_ step: ChainProblem.Step, length: Int = 5) -> [ChainProblem] {
    ChainLanguage(step, length: length).problems(count: 200, from: stream, progress: { _ in })
  }

  @Test func resultsAndAnswersAreThoseByHand() {
    let difference = ChainProblem(.difference, digits: [7, 5, 8, 5])
    #expect(difference.question == "7-5-8-5")
    #expect(difference.middle == [2, 6])
    #expect(difference.answer == 1)
    let maximum = ChainProblem(.maximum, digits: [3, 1, 7, 5])
    #expect(maximum.question == "3^1^7^5")
    #expect(maximum.middle == [3, 7])
    #expect(maximum.answer == 7)
  }

  @Test(arguments: ChainProblem.Step.allCases)
  func aQuestionIsReadAsItWasWritten(step: ChainProblem.Step) {
    for problem in Self.problems(step) {
      #expect(ChainProblem(question: problem.question) == problem)
      #expect(ChainProblem(question: problem.question + "=") == problem)
      #expect(problem.answer(after: problem.middle) == problem.answer)
    }
  }

  @Test(arguments: ["", "1", "1-2", "1-2^3", "1-2-", "a-b-c", "12-3-4", "1-2-3=5", "1+2+3"])
  func otherTextIsNoChain(text: String) {
    #expect(ChainProblem(question: text) == nil)
  }

  /// Every middle with a mistake has exactly one result that does not follow from the one before it,
  /// and leads to another answer.
  @Test(arguments: ChainProblem.Step.allCases)
  func corruptedMiddlesHaveOneMistake(step: ChainProblem.Step) {
    for problem in Self.problems(step) {
      for middle in problem.corruptedMiddles {
        #expect(middle.count == problem.middle.count)
        let mistakes = middle.indices.filter { index in
          let before = index == 0 ? problem.digits[0] : middle[index - 1]
          return step(before, problem.digits[index + 1]) != middle[index]
        }
        #expect(mistakes.count == 1)
        #expect(problem.answer(after: middle) != problem.answer)
        if step == .maximum { #expect(middle == middle.sorted()) }
      }
      if step == .difference { #expect(!problem.corruptedMiddles.isEmpty) }
    }
    #expect(ChainProblem(.maximum, digits: [1, 2, 3, 9]).corruptedMiddles.isEmpty)
  }

  @Test func linesHaveTheirSharesOfMiddles() {
    let language = ChainLanguage(.difference, length: 4, written: 0.5, letters: 0.25, filler: 0.1)
    let problems = language.problems(count: 4000, from: Self.stream, progress: { _ in })
    #expect(Set(problems.map(\.question)).count == 4000)
    let lines = problems.enumerated().map {
      language.continuation(of: $1, index: $0, from: Self.stream)
    }
    let middles = lines.map { $0.dropLast("=0\n".count) }
    func share(_ texts: (ChainProblem) -> String) -> Double {
      Double(zip(problems, middles).count { texts($0) == $1 }) / 4000
    }
    #expect(abs(share { ChainForm.digits.text($0.middle) } - 0.375) < 0.03)
    #expect(abs(share { ChainForm.letters.text($0.middle) } - 0.125) < 0.03)
    #expect(abs(share { _ in "[..]" } - 0.1) < 0.03)
    #expect(abs(share { _ in "" } - 0.4) < 0.03)
    #expect(lines.allSatisfy { 7 + $0.count <= language.lineLength })
  }

  @Test func unrelatedMiddlesAreThoseOfOtherChains() {
    let language = ChainLanguage(.difference, length: 4, middle: .unrelated, written: 1, letters: 0)
    let problems = language.problems(count: 2000, from: Self.stream, progress: { _ in })
    let right = problems.enumerated().count { index, problem in
      language.continuation(of: problem, index: index, from: Self.stream)
        .hasPrefix(ChainForm.digits.text(problem.middle))
    }
    // Only where two chains happen to have the same results.
    #expect((1..<200).contains(right))
  }
}
