import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// A training that stops being finite fails, says where, and leaves its last good state.
@Suite struct FailedTrainingTests {
  private static let start = """
    ```step stories
    run: stories.compose
    count: 60
    ```

    ```step learn
    run: gpt.train
    data: stories
    model: {layers: 1, heads: 1, width: 8, context: 320}
    training: {iterations: 1, batch: 2}
    ```

    ```step pairs
    run: pairs.cut
    data: stories
    sentences: 1
    ```

    """

  private static let reckless = "learning-rate: 1e30, clip: 0"

  @Test(arguments: [
    """
    run: gpt.train
    data: stories
    from: learn
    training: {iterations: 20, final-learning-rate: 1e30, \(reckless)}
    """,
    """
    run: gpt.finetune
    model: learn
    data: pairs
    training: {iterations: 20, final-learning-rate: 1e30, \(reckless)}
    """,
    """
    run: ppo.train
    model: learn
    prompts: pairs
    judge: {by: count, pattern: e}
    tokens: 20
    training: {iterations: 20, batch: 8, epochs: 1, minibatches: 1, \(reckless)}
    """,
  ])
  func keepsTheLastGoodState(_ step: String) throws {
    let output = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let plan = Plan(
      Notebook.read(
        Source(
          path: "fails.md",
          text: Self.start + "```step diverge\n\(step)\n```\n\n"
            + "```step use\nrun: gpt.sample\nmodel: diverge\n```\n")),
      catalogue: .octavo, folder: .temporaryDirectory)
    #expect(plan.diagnostics.map(\.message) == [])
    let outputWriter = try OutputWriter(notebook: "fails", in: output)
    let run = Runner.run(plan, options: Runner.Options(), outputWriter: outputWriter).run
    try outputWriter.finish()
    let record = try #require(run[step: "diverge"])
    guard case .failed(let error) = record.status else {
      Issue.record("the training did not fail")
      return
    }
    #expect(error.contains("not a finite number at iteration"))
    #expect(record.tables["history"]?.rowCount ?? 0 >= 1)
    #expect(record.shownItems.count >= 1)
    let model = output.appending(path: "fails/artifacts/diverge/model/model.safetensors")
    #expect(FileManager.default.fileExists(atPath: model.path))
    #expect(run[step: "use"]?.status == .skipped(because: "`diverge` failed"))
  }
}
