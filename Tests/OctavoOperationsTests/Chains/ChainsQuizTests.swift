import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// A model that has learned that answers follow from results, and what is not a chain.
@Suite struct ChainsQuizTests {
  @Test func answersFollowFromResults() throws {
    let run = runNotebook(
      """
      ```step chains
      run: chains.compose
      digits: 3
      count: 900
      written: 0.8
      letters: 0.2
      ```

      ```step learn
      run: gpt.train
      data: chains
      model: {layers: 2, heads: 2, width: 32, context: 24}
      training: {iterations: 1, batch: 1}
      ```

      ```step taught
      run: gpt.finetune
      model: learn
      data: chains.lessons
      training: {iterations: 400, batch: 32, learning-rate: 6e-3, warm-up: 40, evaluate-every: 400}
      ```

      ```step asked
      run: chains.quiz
      model: taught
      data: chains.questions
      ```
      """)
    let asked = try #require(run.steps.last)
    #expect(asked.status == .done)
    #expect(try asked.number("questions") == 90)
    // Whatever was learned, an answer is right or follows from a mistake, not both.
    #expect(try asked.number("followed") + asked.number("resisted") <= 1)
    #expect(try asked.number("given") > asked.number("direct"))
    #expect(try asked.column("kept", of: "truncation") == [0, 1])
    #expect(
      try asked.texts("middle", of: "middles")
        == ["own", "none", "given", "paraphrased", "reordered", "filler", "corrupted"])
    // One result alone stands in any order.
    #expect(asked.values["reordered"] == nil)
  }

  @Test func otherQuestionsAreRefused() throws {
    let run = runNotebook(
      """
      ```step sums
      run: sums.compose
      digits: 2
      count: 100
      ```

      ```step chains
      run: chains.compose
      count: 100
      ```

      ```step learn
      run: gpt.train
      data: chains
      model: {layers: 1, heads: 2, width: 16, context: 24}
      training: {iterations: 1, batch: 2}
      ```

      ```step asked
      run: chains.quiz
      model: learn
      data: sums.questions
      ```
      """)
    let asked = try #require(run.steps.last)
    #expect("\(asked.status)".contains("is not a chain"))
  }

  @Test func chainsLongerThanTheContextAreLeftOut() throws {
    let run = runNotebook(
      """
      ```step chains
      run: chains.compose
      count: 100
      ```

      ```step learn
      run: gpt.train
      data: chains
      model: {layers: 1, heads: 2, width: 16, context: 8}
      training: {iterations: 1, batch: 2}
      ```

      ```step asked
      run: chains.quiz
      model: learn
      data: chains.questions
      ```
      """)
    let asked = try #require(run.steps.last)
    #expect("\(asked.status)".contains("prompt and response are longer"))
  }
}
