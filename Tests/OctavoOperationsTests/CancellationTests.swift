import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// Whoever asks a run to stop does not wait for a long loop to end.
@Suite struct CancellationTests {
  private static let loops = [
    "run: stories.compose\ncount: 1000000", "run: rules.compose\nlines: 1000000",
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
    let outcome = Runner.run(plan, options: options, deliverables: nil)
    #expect(outcome.wasInterrupted)
    #expect(start.duration(to: .now) < .seconds(5))
  }
}
