import Foundation
import OctavoEngine
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
  func languageModelingKeepsTheModelsRates(step: String) throws {
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
    "run: kto.train\ndata: preferences\nmodel: thinned",
    "run: ilql.train\ndata: preferences\njudge: {by: count, pattern: ab}\nmodel: thinned",
    "run: dpo.online\nprompts: bank\njudge: {by: count, pattern: ab}\ntokens: 4\nmodel: thinned",
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

/// A folder's dropout holds where language modeling goes on from it, unless the notebook has others.
@Suite struct LoadedDropoutTests {
  @Test func gptLoadSetsTheRates() throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tokenizer = CharacterTokenizer(of: "abc")
    let model = try GPT(
      GPT.Configuration(
        vocabularySize: 3, context: 8, layers: 1, heads: 2, width: 16, activation: .geluTanh,
        dropout: DropoutRates(embedding: 0.1, attention: 0.2, residual: 0.3)),
      stream: RandomStream(seed: 1))
    try PretrainedModel(model, tokenizer: .characters(tokenizer)).write(to: folder)

    func losses(_ dropout: String, _ training: String = "") throws -> [Double] {
      let run = runNotebook(
        """
        ```step text
        run: symbols.compose
        alphabet: abc
        count: 600
        ```

        ```step loaded
        run: gpt.load
        path: \(folder.path)
        \(dropout)
        ```

        ```step tried
        run: gpt.train
        data: text
        from: loaded
        training: {iterations: 2, batch: 8\(training)}
        ```
        """)
      let record = try #require(run[step: "tried"])
      #expect(record.status == .done, "\(run.steps.map(\.status))")
      return try record.column("training-loss", of: "history")
    }
    let usual = try losses("")
    #expect(try losses("dropout: {embedding: 0.1, attention: 0.2, residual: 0.3}") == usual)
    #expect(try losses("dropout: {attention: 0.2}") == usual)
    let without = try losses("dropout: 0")
    #expect(without != usual)
    #expect(try losses("", ", dropout: 0") == without)
    #expect(try losses("dropout: 0.4", ", dropout: 0") == without)
    #expect(try losses("dropout: {residual: 0}") != usual)
  }
}
