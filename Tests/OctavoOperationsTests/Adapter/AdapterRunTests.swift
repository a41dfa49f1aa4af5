import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// Adapters that a run has left, loaded by another.
@Suite struct AdapterRunTests {
  private func training(width: Int) -> String {
    """
    ---
    seed: 7
    ---

    ```step stories
    run: stories.compose
    count: 60
    ```

    ```step pairs
    run: pairs.cut
    data: stories
    words: 4
    limit: 24
    ```

    ```step pretrain
    run: gpt.train
    data: stories
    model:
      layers: 1
      heads: 2
      width: \(width)
      context: 400
      positions: rotary
      normalization: rms
      activation: swiglu
      biases: false
    training: {iterations: 2, batch: 2, evaluation-batches: 1}
    ```


    """
  }

  private func finetuning(_ adapter: String) -> String {
    """
    ```step finetune
    run: gpt.finetune
    model: pretrain
    data: pairs
    training: {iterations: 3, batch: 4, learning-rate: 1e-2}
    adapter: \(adapter)
    ```


    """
  }

  private func loading(_ folder: URL) -> String {
    """
    ```step loaded
    run: adapter.load
    path: \(folder.path)/all/artifacts/finetune/adapter
    model: pretrain
    ```

    ```step merged
    run: adapter.merge
    model: pretrain
    adapter: loaded
    ```


    """
  }

  private func judge(_ model: String) -> String {
    """
    ```step judge-\(model)
    run: gpt.evaluate
    model: \(model)
    data: stories
    limit: 200
    ```


    """
  }

  private func plan(_ text: String) -> Plan {
    Plan(
      Notebook.read(Source(path: "all.md", text: text)), catalogue: .octavo,
      folder: .temporaryDirectory)
  }

  /// Each with the output that says its size, and what is wrong with it for a wider model.
  static let adapters = [
    (
      "{rank: 2, targets: [attention-input, feed-forward-input]}", "rank", 2,
      "[2, 16], but the model needs [2, 32]"
    ),
    ("{kind: prefix, tokens: 3}", "virtual-tokens", 3, "token_dim: must be 32"),
    ("{kind: prefix, tokens: 3, projection: 4}", "virtual-tokens", 3, "token_dim: must be 32"),
    ("{kind: soft-prompt, tokens: 3}", "virtual-tokens", 3, "token_dim: must be 32"),
  ]

  @Test(arguments: adapters)
  func whatWasLearnedIsLoadedToTheBit(
    adapter: String, size: String, count: Int, problem: String
  ) throws {
    let output = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let first = plan(
      training(width: 16) + finetuning(adapter) + judge("pretrain") + judge("finetune"))
    let outputWriter = try OutputWriter(notebook: "all", in: output)
    let learned = Runner.run(first, options: Runner.Options(), outputWriter: outputWriter).run
    try outputWriter.finish()

    let second = runNotebook(training(width: 16) + loading(output) + judge("merged"))
    #expect(second.steps.allSatisfy { $0.status == .done })
    let loss = try #require(second[step: "judge-merged"]).number("loss")
    #expect(try loss == #require(learned[step: "judge-finetune"]).number("loss"))
    #expect(try loss != #require(learned[step: "judge-pretrain"]).number("loss"))
    #expect(try #require(second[step: "loaded"]).number(size) == Double(count))

    let wrong = plan(training(width: 32) + loading(output)).diagnostics
    #expect(wrong.count == 1)
    #expect(wrong.first?.message.contains(problem) == true)
    #expect(wrong.first?.range != nil)
  }
}
