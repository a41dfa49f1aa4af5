import OctavoEngine
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// Scores of a small model, and what is predicted from them.
@Suite struct InfluenceRunTests {
  private static let start = """
    ```step facts
    run: facts.compose
    people: 12
    ```

    ```step text
    run: pairs.text
    data: facts.questions
    ```

    ```step reader
    run: gpt.train
    data: text
    model: {layers: 1, heads: 2, width: 16, context: 64}
    training: {iterations: 2, batch: 2}
    ```

    ```step few
    run: pairs.draw
    data: facts.questions
    count: 10
    ```

    """

  private func run(_ steps: String) throws -> Run {
    let run = runNotebook(Self.start + steps)
    for step in run.steps where step.status != .done {
      Issue.record("\(step.name): \(step.status)")
    }
    return run
  }

  private func message(_ steps: String) throws -> String {
    let run = runNotebook(Self.start + steps)
    let step = try #require(run.steps.last)
    return "\(step.status)"
  }

  /// Where every example is drawn, what is predicted is the sum of all scores.
  @Test func aPredictionIsTheSumOfTheScoresOfWhatIsKept() throws {
    let run = try run(
      """
      ```step scores
      run: influence.score
      model: reader
      data: few
      method: gradient
      limit: 2
      count: 1000
      word: 4
      ```

      ```step part
      run: pairs.draw
      data: few
      count: 4
      number: 3
      ```

      ```step predicted
      run: influence.predict
      influence: scores
      data: part
      model: reader
      ```

      ```step whole
      run: influence.predict
      influence: scores
      data: few
      model: reader
      ```
      """)
    let scores = try #require(run.steps.first { $0.name == "scores" })
    let effects = try scores.texts("effect", of: "examples")
    let queries = try scores.column("query", of: "examples")
    let numbers = try scores.column("score", of: "examples")
    #expect(effects.count == 2 * 2 * 10)
    let whole = try #require(run.steps.first { $0.name == "whole" })
    let predicted = try whole.column("predicted", of: "predictions")
    for query in 0..<2 {
      // The most helpful first, and all of them.
      let own = numbers.indices.filter {
        effects[$0] == "helpful" && Int(queries[$0]) == query + 1
      }.map { numbers[$0] }
      #expect(own == own.sorted() && own.count == 10)
      #expect(abs(own.reduce(0, +) - predicted[query]) < 1e-9)
    }
    let part = try #require(run.steps.first { $0.name == "predicted" })
    #expect(try part.number("kept") == 4)
    #expect(try part.column("predicted", of: "predictions") != predicted)
  }

  @Test func whatWasNotScoredIsNamed() throws {
    let message = try message(
      """
      ```step scores
      run: influence.score
      model: reader
      data: few
      method: random
      ```

      ```step predicted
      run: influence.predict
      influence: scores
      data: facts.questions
      model: reader
      ```
      """)
    #expect(message.contains("has no score in `influence`"))
    #expect(message.contains("pairs.draw"))
  }

  @Test func moreThanThereIsCannotBeDrawn() throws {
    let message = try message(
      """
      ```step many
      run: pairs.draw
      data: few
      count: 11
      ```
      """)
    #expect(message.contains("11 of 10 pairs cannot be drawn"))
  }

  /// Draws have numbers: equal ones are equal, and a draw keeps the order.
  @Test func drawsAreNumbered() throws {
    let run = try run(
      """
      ```step first
      run: pairs.draw
      data: facts.questions
      share: 0.5
      ```

      ```step shown
      run: influence.score
      model: reader
      data: first
      method: random
      limit: 1
      ```
      """)
    let first = try #require(run.steps.first { $0.name == "first" })
    #expect(try first.number("count") == 14)
  }
}
