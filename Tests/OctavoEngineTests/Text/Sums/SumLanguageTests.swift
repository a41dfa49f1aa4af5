import OctavoEngine
import Testing

@Suite struct SumLanguageTests {
  private static let stream = RandomStream(seed: 7)

  @Test func numbersAreFilledUpWithZeros() {
    let problem = SumLanguage(digits: 3, order: .mostSignificantFirst).problem([347, 58])
    #expect(problem.question == "347+058=")
    #expect(problem.answer == "0405")
  }

  @Test func aSumCanBeWrittenFromTheRight() {
    #expect(
      SumLanguage(digits: 2, order: .leastSignificantFirst).problem([99, 1]).answer == "001")
  }

  @Test func runningTotalsAreWrittenDown() {
    let language = SumLanguage(
      digits: 2, summands: 3, showsSteps: true, order: .mostSignificantFirst)
    let problem = language.problem([12, 34, 99])
    #expect(problem.question == "12+34+99=")
    #expect(problem.answer == "046=145")
    #expect((problem.question + problem.answer + "\n").count == language.lineLength)
    let short = SumLanguage(digits: 2, summands: 3, order: .leastSignificantFirst)
    #expect(short.problem([12, 34, 99]).answer == "541")
  }

  @Test func additionsOfManySummandsAreDrawnOnceEach() {
    let language = SumLanguage(
      digits: 1, summands: 3, showsSteps: true, order: .leastSignificantFirst)
    let problems = language.problems(count: 1000, from: Self.stream, progress: { _ in })
    #expect(Set(problems.map(\.question)).count == 1000)
    #expect(SumLanguage(digits: 9, order: .mostSignificantFirst).problemCount > 0)
  }

  @Test(arguments: [1, 2, 9]) func everySumIsRight(digits: Int) throws {
    let language = SumLanguage(digits: digits, order: .mostSignificantFirst)
    for problem in language.problems(count: 100, from: Self.stream, progress: { _ in }) {
      let numbers = problem.question.dropLast().split(separator: "+")
      try #require(numbers.count == 2)
      let sum = try numbers.map { try #require(Int($0)) }.reduce(0, +)
      #expect(Int(problem.answer) == sum)
      #expect((problem.question + problem.answer + "\n").count == language.lineLength)
    }
  }

  @Test func allProblemsAreDrawnAndNoneTwice() {
    let language = SumLanguage(digits: 1, order: .mostSignificantFirst)
    let problems = language.problems(
      count: language.problemCount, from: Self.stream, progress: { _ in })
    #expect(Set(problems.map(\.question)).count == 100)
  }

  @Test func fewerProblemsAreTheFirstOfMore() {
    let language = SumLanguage(digits: 4, order: .mostSignificantFirst)
    let few = language.problems(count: 10, from: Self.stream, progress: { _ in })
    let many = language.problems(count: 1000, from: Self.stream, progress: { _ in })
    #expect(Array(many.prefix(10)) == few)
  }
}
