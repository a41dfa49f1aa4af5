import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// Whoever asks a run to stop does not wait for a long loop to end.
@Suite struct CancellationTests {
  private static let loops = [
    "run: stories.compose\ncount: 1000000", "run: rules.compose\nlines: 1000000",
    "run: sums.compose\ncount: 1000000",
    "run: chains.compose\ndigits: 7\ncount: 1000000",
    "run: shapes.draw\ncount: 2000\nside: 128", "run: histories.compose\npeople: 1000000",
    "run: symbols.compose\ncount: 100000000",
  ]

  @Test(arguments: loops) func aLongLoopStops(_ loop: String) {
    let plan = Plan(
      Notebook.read(Source(path: "loop.md", text: "```step loop\n\(loop)\n```\n")),
      catalogue: .octavo, folder: .temporaryDirectory)
    #expect(!plan.hasErrors)
    let start = ContinuousClock.now
    var options = Runner.Options()
    options.isCancelled = { start.duration(to: .now) > .milliseconds(50) }
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    #expect(outcome.wasInterrupted)
    #expect(start.duration(to: .now) < .seconds(5))
  }

  private static let batches = """
    ```step text
    run: symbols.compose
    count: 2000
    ```

    ```step learn
    run: gpt.train
    data: text
    model: {layers: 1, heads: 1, width: 4, context: 4}
    training: {iterations: 1, batch: 1}
    ```

    ```step write
    run: gpt.sample
    model: learn
    prompt: a
    count: 70
    tokens: 1
    ```
    """

  /// How many samples are said to be done of how many.
  private func samplesDone(stopsAtFirst: Bool) -> (done: [[Int]], wasInterrupted: Bool) {
    let plan = Plan(
      Notebook.read(Source(path: "batches.md", text: Self.batches)), catalogue: .octavo,
      folder: .temporaryDirectory)
    #expect(!plan.hasErrors)
    var done: [[Int]] = []
    var options = Runner.Options()
    options.onEvent = { event in
      guard case .progress(let task, let progress) = event, task.step == "write" else { return }
      #expect(progress.unit == "samples")
      done.append([progress.completed, progress.total])
    }
    options.isCancelled = { stopsAtFirst && !done.isEmpty }
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    return (done, outcome.wasInterrupted)
  }

  @Test func batchesTellHowManyAreDoneAndStop() {
    let whole = samplesDone(stopsAtFirst: false)
    #expect(whole.done == [[64, 70], [70, 70]])
    #expect(!whole.wasInterrupted)
    let stopped = samplesDone(stopsAtFirst: true)
    #expect(stopped.done == [[64, 70]])
    #expect(stopped.wasInterrupted)
  }
}
