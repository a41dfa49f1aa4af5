import Foundation
import Testing

@Suite struct DPOOnlineTests {
  @Test func aPolicyLearnsWhatTheJudgePrefers() throws {
    let run = runNotebook(
      symbolPolicies + """
        ```step online
        run: dpo.online
        model: reference
        prompts: bank
        judge: taste
        tokens: 3
        loss: {coefficient: 0.3}
        training: {iterations: 100, batch: 16, learning-rate: 3e-3}
        ```

        ```step exact
        run: policy.exact
        model: online
        reference: reference
        judge: taste
        coefficient: 0.3
        length: 3
        prompt: a
        ```
        """)
    let online = try #require(run[step: "online"])
    let scores = try online.column("score", of: "history")
    #expect(scores.count == 10 && scores[9] > scores[0] + 0.3)
    #expect(try online.number("samples") == 3200)
    #expect(try online.number("comparisons") <= 1600)
    let exact = try #require(run[step: "exact"])
    #expect(try exact.number("fraction") > 0.5)
    #expect(try exact.number("reward") > exact.number("reference-reward") + 0.5)
  }

  /// A reward model that reads less than the policy writes.
  @Test func aResponseThatTheRewardCannotReadEndsTheStep() throws {
    let run = runNotebook(
      symbolPolicies + """
        ```step short
        run: gpt.train
        data: text
        model: {layers: 1, heads: 1, width: 8, context: 3}
        training: {iterations: 1, batch: 4}
        ```

        ```step pairs
        run: gpt.sample
        model: short
        prompt: a
        count: 40
        tokens: 2
        ```

        ```step preferences
        run: preferences.collect
        model: short
        prompts: pairs
        judge: taste
        tokens: 2
        ```

        ```step reward
        run: reward.train
        model: short
        data: preferences
        training: {iterations: 1, batch: 4}
        ```

        ```step online
        run: dpo.online
        model: reference
        prompts: bank
        reward: reward
        tokens: 3
        training: {iterations: 3, batch: 4}
        ```
        """)
    let online = try #require(run[step: "online"])
    guard case .failed(let error) = online.status else {
      Issue.record("\(online.status)")
      return
    }
    #expect(error.contains("a response cannot be scored"), "\(error)")
  }
}
