import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// Trainings at points that differ in a setting are compared pair by pair.
@Suite struct PairedTrainingTests {
  /// Equal weights have an equal loss on an equal batch, dropout included; later losses are of weights
  /// that the settings have changed.
  @Test func settingsStartFromTheSameWeightsAndSeeTheSameBatches() throws {
    let plan = Plan(
      Notebook.read(
        Source(
          path: "paired.md",
          text: """
            ```step stories
            run: stories.compose
            count: 100
            ```

            ```step learn
            run: gpt.train
            for: {rate: [1e-3, 1e-2], seed: 1..2}
            data: stories
            model: {layers: 1, heads: 2, width: 8, context: 16, dropout: 0.1}
            training: {iterations: 3, batch: 4, evaluate-every: 1, learning-rate: "${rate}"}
            ```
            """)), catalogue: .octavo, folder: .temporaryDirectory)
    #expect(plan.diagnostics == [])
    let run = Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
    let record = try #require(run[step: "learn"])
    func losses(_ column: String, rate: Double, seed: Int) throws -> [Value] {
      let point = try #require(
        record.points.first {
          $0.point["rate"]?.double == rate && $0.point["seed"] == .integer(seed)
        })
      return try #require(point.tables["history"]?[column: column]).values.compactMap(\.self)
    }
    let first = try losses("training-loss", rate: 1e-3, seed: 1)
    let second = try losses("training-loss", rate: 1e-2, seed: 1)
    #expect(first[0] == second[0])
    #expect(first.last != second.last)
    #expect(try losses("training-loss", rate: 1e-3, seed: 2)[0] != first[0])
  }
}
