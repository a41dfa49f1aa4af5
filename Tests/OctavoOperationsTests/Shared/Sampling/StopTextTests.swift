import Foundation
import OctavoResults
import Testing

/// Responses end where the written text ends with a stop text, of however many tokens, in every
/// operation that has one.
@Suite struct StopTextTests {
  @Test func everyOperationEndsResponsesAtATextOfSeveralTokens() throws {
    let run = runNotebook(
      symbolNotebook(context: 24) + """
        ```step write
        run: gpt.sample
        model: reference
        prompt: [a, b]
        count: 40
        tokens: 40
        stop: ["cba", "acac"]
        ```

        ```step compare
        run: policy.compare
        model: policy
        baseline: reference
        prompts: bank
        part: training
        count: 40
        judge: {by: length, words: 3}
        tokens: 20
        stop: "cba"
        ```

        ```step best
        run: policy.best-of-n
        model: reference
        prompts: bank
        part: training
        count: 20
        judge: taste
        n: [1, 4]
        tokens: 20
        stop: "cba"
        ```

        ```step preferences
        run: preferences.collect
        model: reference
        prompts: bank
        count: 20
        judge: taste
        tokens: 20
        stop: "cba"
        ```

        ```step ppo
        run: ppo.train
        model: reference
        prompts: bank
        judge: taste
        tokens: 20
        stop: "cba"
        scores: {unended: -1}
        training: {iterations: 2, batch: 16}
        record: {responses: 16, every: 1}
        ```

        ```step imitation
        run: gpt.finetune
        model: reference
        data: best.pairs
        training: {iterations: 2, batch: 4}
        ```
        """)
    #expect(run.steps.allSatisfy { $0.status == .done }, "\(run.steps.map(\.status))")
    let write = try #require(run[step: "write"])
    expectEnds(try write.texts("text", of: "samples"), ["cba", "acac"], longest: 40)
    let compare = try #require(run[step: "compare"])
    let texts = try compare.texts("model", of: "samples")
    expectEnds(texts, ["cba"], longest: 20)
    expectEnds(try compare.texts("baseline", of: "samples"), ["cba"], longest: 20)
    let ended = Double(texts.count { $0.hasSuffix("cba") }) / Double(texts.count)
    #expect(try compare.column("ended", of: "policies")[1] == ended)
    #expect(ended > 0 && ended < 1)
    let ppo = try #require(run[step: "ppo"])
    let shares = try ppo.column("ended", of: "history")
    #expect(shares.allSatisfy { $0 > 0 && $0 < 1 })
  }

  /// Each text holds a stop text at its end and nowhere before, or has the most tokens.
  private func expectEnds(_ texts: [String], _ stops: [String], longest: Int) {
    #expect(!texts.isEmpty)
    for text in texts {
      let isEnded = stops.contains { text.hasSuffix($0) }
      #expect(isEnded || text.count == longest, "\(text)")
      #expect(!stops.contains { text.dropLast().contains($0) }, "\(text)")
    }
    #expect(texts.contains { text in stops.contains { text.hasSuffix($0) } })
  }

  @Test func aTextThatIsNeverWrittenIsNamed() throws {
    let run = runNotebook(
      """
      ```step stories
      run: stories.compose
      count: 60
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: {layers: 1, heads: 2, width: 16, context: 16}
      training: {iterations: 1, batch: 2}
      ```

      ```step write
      run: gpt.sample
      model: learn
      prompt: "one "
      stop: ["the end", "\\n§"]
      ```
      """)
    guard case .failed(let error) = try #require(run[step: "write"]).status else {
      Issue.record("the step did not fail")
      return
    }
    #expect(error.contains(#"the stop text "\n§" is never written"#), "\(error)")
  }

  /// Where the right response ends with a stop text, so must the answer.
  @Test func answersEndAtATextOfSeveralTokens() throws {
    let run = runNotebook(
      symbolNotebook(context: 24) + """
        ```step ends
        run: gpt.sample
        model: reference
        prompt: [a, b, c]
        count: 5
        tokens: 20
        stop: "cba"
        ```

        ```step quiz
        run: gpt.quiz
        model: reference
        data: ends.pairs
        part: training
        stop: "cba"
        ```
        """)
    let quiz = try #require(run[step: "quiz"])
    let answers = try quiz.texts("answer", of: "answers")
    #expect(answers.count == 15)
    for (answer, response) in zip(answers, try quiz.texts("response", of: "answers")) {
      #expect(!answer.dropLast().contains("cba"))
      #expect(answer.hasSuffix("cba") || answer.count >= response.count)
    }
  }
}

/// The policies and prompts of `symbolPolicies`, with room for longer responses.
func symbolNotebook(context: Int) -> String {
  symbolPolicies.replacingOccurrences(of: "context: 4}", with: "context: \(context)}")
}
