import Foundation
import OctavoResults
import Testing

/// Dropout can be set where a model is made and in every training, as one rate or by place.
@Suite struct DropoutOptionTests {
  private static let start = """
    ---
    seed: 3
    ---

    ```step text
    run: symbols.compose
    alphabet: abc
    count: 600
    ```

    ```step thinned
    run: gpt.train
    data: text
    model: {layers: 1, heads: 2, width: 16, context: 8, dropout: {attention: 0.2, residual: 0.4}}
    training: {iterations: 5, batch: 8, learning-rate: 1e-2, dropout: 0}
    ```

    ```step bank
    run: gpt.sample
    model: thinned
    prompt: [a, b]
    count: 12
    tokens: 4
    ```

    ```step preferences
    run: preferences.collect
    model: thinned
    prompts: bank
    judge: {by: count, pattern: ab}
    tokens: 4
    ```


    """

  /// The loss of a step of this name, so that its random numbers are the same in every notebook.
  private func losses(_ step: String, _ dropout: String = "") throws -> [Double] {
    let run = runNotebook(
      Self.start + """
        ```step tried
        \(step)
        training: {iterations: 2, batch: 8\(dropout.isEmpty ? "" : ", dropout: " + dropout)}
        ```
        """)
    let record = try #require(run[step: "tried"])
    #expect(record.status == .done, "\(record.status)")
    return try record.column(
      step.contains("ppo") ? "policy-loss" : "training-loss", of: "history")
  }

  @Test(arguments: [
    "run: gpt.train\ndata: text\nfrom: thinned", "run: gpt.finetune\ndata: bank\nmodel: thinned",
  ])
  func languageModellingKeepsTheModelsRates(step: String) throws {
    let usual = try losses(step)
    #expect(try losses(step, "{attention: 0.2, residual: 0.4}") == usual)
    // What a mapping does not name stays as it is.
    #expect(try losses(step, "{embedding: 0}") == usual)
    let rates = ["0", "0.2", "{residual: 0}", "{embedding: 0.3}"]
    let others = try rates.map { try losses(step, $0) }
    #expect(Set(others + [usual]).count == 5)
  }

  @Test(arguments: [
    "run: dpo.train\ndata: preferences\nmodel: thinned",
    "run: reward.train\ndata: preferences\nmodel: thinned",
    "run: ppo.train\nprompts: bank\njudge: {by: count, pattern: ab}\ntokens: 4\nmodel: thinned",
  ])
  func preferenceLearningDropsWhatIsAskedForAlone(step: String) throws {
    let usual = try losses(step)
    #expect(try losses(step, "0") == usual)
    let others = try ["0.3", "{attention: 0.3}", "{residual: 0.3}"].map { try losses(step, $0) }
    #expect(Set(others + [usual]).count == 4)
  }

  @Test func thePolicyAndItsReferenceDropTheSame() throws {
    let run = runNotebook(
      Self.start + """
        ```step ppo
        run: ppo.train
        model: thinned
        prompts: bank
        judge: {by: count, pattern: ab}
        tokens: 4
        training: {iterations: 1, batch: 8, dropout: 0.1}
        ```

        ```step dpo
        run: dpo.train
        model: thinned
        data: preferences
        training: {iterations: 1, batch: 8, dropout: 0.1, evaluate-every: 1}
        ```
        """)
    let ppo = try #require(run[step: "ppo"])
    #expect(try ppo.column("kl", of: "history") == [0])
    #expect(
      try ppo.column("total-reward", of: "history") == ppo.column("score", of: "history"))
    let dpo = try #require(run[step: "dpo"])
    #expect(abs(try dpo.column("training-loss", of: "history")[0] - log(2)) < 1e-6)
  }
}
