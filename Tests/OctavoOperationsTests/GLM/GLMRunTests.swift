import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What a model that fills blanks is asked, and how its answers are judged.
@Suite struct GLMRunTests {
  private static let start = """
    ```step histories
    run: histories.compose
    people: 200
    shortest: 2
    longest: 12
    ```

    ```step pieces
    run: tokenizer.train
    data: histories
    vocabulary-size: 400
    ```

    ```step masked
    run: pairs.mask
    data: histories
    ```

    ```step filler
    run: glm.train
    data: histories
    tokenizer: pieces
    model: {layers: 1, heads: 2, width: 32, context: 64}
    blanks: {share: 0.3, length: 2, generation: 0.2}
    training: {iterations: 60, batch: 8, learning-rate: 1e-2, warm-up: 5}
    ```

    """

  private func run(_ steps: String) throws -> Run {
    let run = runNotebook(Self.start + steps)
    for step in run.steps where step.status != .done {
      Issue.record("\(step.name): \(step.status)")
    }
    return run
  }

  /// A gap is one question in either form; its end counts, and one token more is predicted.
  @Test func asksForGapsInEitherForm() throws {
    let run = try run(
      """
      ```step first
      run: glm.evaluate
      model: filler
      data: masked
      ```

      ```step second
      run: glm.evaluate
      model: filler
      data: masked.suffix-first
      ```

      ```step open
      run: glm.evaluate
      model: filler
      data: masked.left-to-right
      ```
      """)
    let (first, second, open) = try (
      #require(run[step: "first"]), #require(run[step: "second"]), #require(run[step: "open"])
    )
    #expect(try first.column("loss", of: "answers") == second.column("loss", of: "answers"))
    #expect(try first.texts("answer", of: "answers") == second.texts("answer", of: "answers"))
    #expect(try first.number("questions") == 20)
    let responses = try first.texts("response", of: "answers")
    let answers = try first.texts("answer", of: "answers")
    #expect(responses.allSatisfy { $0.hasSuffix("\n") })
    #expect(
      try first.column("right", of: "answers") == zip(responses, answers).map { $0 == $1 ? 1 : 0 })
    // What is asked for is the same without the line end.
    #expect(
      try open.texts("response", of: "answers") == responses.map { String($0.dropLast()) })
    for step in [first, open] {
      let losses = try step.column("loss", of: "answers")
      let total = losses.reduce(0, +) / Double(losses.count)
      #expect(abs(try step.number("character-loss") * step.number("characters") - total) < 1e-9)
      #expect(
        try step.number("characters")
          == step.texts("response", of: "answers").map { Double($0.count) }.reduce(0, +) / 20)
    }
    // Both have the same tokens to predict, and the first their ends as well.
    let tokens = try [first, open].map { step in
      let losses = try step.column("loss", of: "answers")
      return (losses.reduce(0, +) / (try step.number("loss"))).rounded()
    }
    #expect(tokens[0] == tokens[1] + 20)
  }

  @Test func gapsThatAreTooLongAreLeftOut() throws {
    let run = runNotebook(
      Self.start + """
        ```step cut
        run: pairs.cut
        data: histories
        words: 1
        ```

        ```step small
        run: glm.train
        data: histories
        tokenizer: pieces
        model: {layers: 1, heads: 2, width: 8, context: 24}
        training: {iterations: 1}
        ```

        ```step some
        run: glm.evaluate
        model: small
        data: cut
        ```

        ```step tiny
        run: glm.train
        data: histories
        tokenizer: pieces
        model: {layers: 1, heads: 2, width: 8, context: 2}
        training: {iterations: 1}
        ```

        ```step none
        run: glm.evaluate
        model: tiny
        data: cut
        ```
        """)
    let some = try #require(run[step: "some"])
    #expect(some.status == .done)
    #expect(try 1..<20 ~= some.number("questions"))
    #expect(some.warnings.contains { $0.text.contains("longer than the model's context") })
    guard case .failed(let error) = run[step: "none"]?.status else {
      Issue.record("not refused")
      return
    }
    #expect(error.contains("none of the 20 questions can be used"))
  }
}
