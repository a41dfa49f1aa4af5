import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

@Suite struct BrowseRunTests {
  private static let start = """
    ```step facts
    run: facts.compose
    people: 12
    friends: true
    ```

    ```step shown
    run: browse.demonstrate
    data: facts.all-questions
    passages: facts
    ```

    ```step episodes
    run: pairs.text
    data: shown
    ```

    ```step pieces
    run: tokenizer.train
    data: episodes
    vocabulary-size: 500
    ```

    """

  private static func learned(_ data: String) -> String {
    """
    ```step read
    run: gpt.train
    data: episodes
    tokenizer: pieces
    model: {layers: 1, heads: 2, width: 24, context: 200, positions: rotary}
    training: {iterations: 1, batch: 1, evaluation-batches: 1}
    ```

    ```step clone
    run: gpt.finetune
    model: read
    data: \(data)
    training: {iterations: 2, batch: 2}
    ```

    """
  }

  private func run(_ steps: String) -> Run { runNotebook(Self.start + steps) }

  private func estimate(_ name: String, of step: StepRecord) -> Double? {
    step.values[name]?.double
  }

  @Test func carefulDemonstrationsAreRight() throws {
    let run = run("")
    let shown = try #require(run.steps.first { $0.name == "shown" })
    #expect(shown.status == .done)
    #expect(estimate("correct", of: shown) == 1 && estimate("supported", of: shown) == 1)
  }

  /// What is asked must be about facts, and what is shown must be readable.
  @Test(arguments: [
    (
      """
      ```step sums
      run: sums.compose
      count: 10
      ```

      ```step wrong
      run: browse.demonstrate
      data: sums.questions
      passages: facts
      ```
      """, "is not a question about facts"
    ),
    (
      learned("shown") + """
        ```step wrong
        run: browse.collect
        model: read
        data: facts.questions
        passages: facts
        limit: 3
        tokens: 2
        ```
        """, "no episode is better than another on 3 questions"
    ),
  ])
  func saysWhatIsWrong(steps: String, message: String) throws {
    let step = try #require(run(steps).steps.last)
    guard case .failed(let error) = step.status else {
      Issue.record("\(step.name): \(step.status)")
      return
    }
    #expect(step.name == "wrong" && error.contains(message))
  }
}
