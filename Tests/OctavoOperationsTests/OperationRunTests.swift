import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// A notebook in which every operation runs, small.
private let everything = """
  ---
  seed: 5
  ---

  ```step stories
  run: stories.compose
  count: 60
  ```

  ```step more
  run: stories.compose
  count: 20
  cheerful: 1
  ```

  ```step mixture
  run: text.mix
  sources:
    - {data: stories, proportion: 0.5}
    - {data: more, proportion: 0.5}
  size: 9000
  ```

  ```step clean
  run: text.clean
  data: mixture
  exact-duplicates: true
  near-duplicates: 0.9
  words: [5, 100]
  symbol-ratio: 0.5
  reference: stories
  keep-least-perplexing: 0.9
  ```

  ```step pairs
  run: tokenizer.train
  data: stories
  vocabulary-size: 300
  ```

  ```config tiny
  layers: 1
  heads: 2
  width: 16
  context: 16
  dropout: 0.1
  ```

  ```step learn
  run: gpt.train
  data: clean
  tokenizer: pairs
  model: tiny
  training: {iterations: 6, batch: 4, evaluate-every: 3, evaluation-batches: 2}
  ```

  ```step go-on
  run: gpt.train
  data: stories
  from: learn
  training: {iterations: 2, batch: 4, accumulation: 2, schedule: linear}
  ```

  ```step write
  run: gpt.sample
  model: go-on
  prompt: ["one ", "on a "]
  count: 2
  tokens: 20
  top-p: 0.9
  ```

  ```step judge
  run: gpt.evaluate
  model: go-on
  data: stories
  limit: 200
  ```

  ```step look
  run: tokens.show
  model: go-on
  text: one rainy morning
  ```

  ```step lines
  run: rules.compose
  lines: 200
  examples: 2
  ```

  ```step rule-model
  run: gpt.train
  data: lines
  model: tiny
  training: {iterations: 2, batch: 4}
  ```

  ```step quiz
  run: rules.quiz
  model: rule-model
  shots: [0, 1]
  questions: 2
  ```

  ```step summary
  run: table
  rows:
    - {model: first, loss: "${learn.validation-loss}"}
    - {model: second, loss: "${go-on.validation-loss}"}
  ```

  ```step line
  run: plot.line
  data: learn.history
  x: iteration
  y: [training-loss, validation-loss]
  ```

  ```step cloud
  run: plot.scatter
  series:
    - {data: judge.positions, x: position, y: loss}
  ```

  ```step bars
  run: plot.bar
  data: summary
  x: model
  y: loss
  ```

  ```step spread
  run: plot.histogram
  data: look.tokens
  of: surprise
  ```

  ```step hold
  run: expect
  that:
    - learn.iterations == 6
    - judge.tokens == 200
    - write.tokens == 80
  ```
  """

private func plan(_ text: String, name: String = "all.md") -> Plan {
  Plan(
    Notebook.read(Source(path: name, text: text)), catalogue: .octavo, folder: .temporaryDirectory)
}

private func run(_ text: String, into deliverables: Deliverables? = nil) -> Run {
  Runner.run(plan(text), options: Runner.Options(), deliverables: deliverables).run
}

@Suite(.serialized) struct OperationRunTests {
  /// What needs a file of its own to run.
  private static let elsewhere: Set = ["text.load", "tokenizer.load", "gpt.load"]

  @Test func everyOperationRunsAndMakesWhatItDeclares() throws {
    let run = run(everything)
    #expect(run.steps.filter { $0.status != .done } == [])
    #expect(
      Set(run.steps.map(\.operation)).union(Self.elsewhere) == Set(Catalogue.octavo.names))
    for step in run.steps {
      let operation = try #require(Catalogue.octavo[step.operation])
      for output in operation.outputs {
        switch output.content {
        case .value(let type):
          let value = try #require(step.values[output.name], "\(step.name).\(output.name)")
          #expect(type == .scalar(value.type), "\(step.name).\(output.name)")
        case .table(let columns):
          let table = try #require(step.tables[output.name], "\(step.name).\(output.name)")
          #expect(columns.isEmpty || columns == table.columns.map(\.name))
        case .artifact, .figure: continue
        }
      }
      let declared = Set(operation.outputs.map(\.name))
      #expect(declared.isSuperset(of: step.values.keys), "\(step.name)")
      #expect(declared.isSuperset(of: step.tables.keys), "\(step.name)")
    }
    #expect(run[step: "hold"]?.verdicts.allSatisfy(\.holds) == true)
  }

  @Test func resultsAreTheSameAtAnyNumberOfThreads() throws {
    let threads = Parallel.threads
    defer { Parallel.threads = threads }
    let results = try [1, 2, 3].map { count in
      Parallel.threads = count
      return try ResultsFile(run(everything)).encoded()
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func whatIsDeliveredCanBeLoadedAndIsTheSame() throws {
    let output = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let steps = plan(everything).steps.map(\.name)
    let deliverables = try Deliverables(notebook: "all", in: output, steps: steps)
    _ = run(everything, into: deliverables)
    let artifacts = output.appending(path: "all/artifacts")
    let loading = """
      ```step model
      run: gpt.load
      path: \(artifacts.path)/go-on/model
      ```

      ```step tokenizer
      run: tokenizer.load
      path: \(artifacts.path)/pairs/tokenizer/tokenizer.json
      ```

      ```step history
      run: text.load
      path: \(artifacts.path)/learn/history.csv
      ```

      ```step stories
      run: stories.compose
      count: 60
      ```

      ```step judge
      run: gpt.evaluate
      model: model
      data: stories
      limit: 200
      ```
      """
    let loaded = run("---\nseed: 5\n---\n\n" + loading)
    #expect(loaded.steps.allSatisfy { $0.status == .done })
    let judged = run(everything)[step: "judge"]
    #expect(loaded[step: "judge"]?.values == judged?.values)

    let again = output.appending(path: "again")
    let rerun = try Deliverables(notebook: "all", in: again, steps: steps)
    _ = run(everything, into: rerun)
    for path in [
      "go-on/model/model.safetensors", "go-on/model/tokenizer.json", "learn/history.csv",
    ] {
      let first = try Data(contentsOf: artifacts.appending(path: path))
      let second = try Data(
        contentsOf: again.appending(path: "all/artifacts").appending(path: path))
      #expect(first == second, "\(path)")
    }
  }

  @Test func whatEarlierStepsLeftIsRemoved() throws {
    let output = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let stale = output.appending(path: "all/artifacts/old")
    try FileManager.default.createDirectory(at: stale, withIntermediateDirectories: true)
    _ = try Deliverables(notebook: "all", in: output, steps: ["new"])
    #expect(!FileManager.default.fileExists(atPath: stale.path))
  }

  @Test func aValueThatWasNotMeasuredIsNamed() {
    let run = run(
      """
      ```step stories
      run: stories.compose
      count: 60
      validation-fraction: 0
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: {layers: 1, heads: 1, width: 8, context: 8}
      training: {iterations: 1}
      ```

      ```step hold
      run: expect
      that: learn.validation-loss < 1
      ```
      """)
    #expect(
      run[step: "hold"]?.status
        == .failed(error: "`learn.validation-loss` was not measured in this run"))
  }

  @Test func trainingThatDivergesNamesIterationAndQuantity() {
    let run = run(
      """
      ```step stories
      run: stories.compose
      count: 60
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: {layers: 1, heads: 1, width: 8, context: 8}
      training: {iterations: 20, learning-rate: 1e30, final-learning-rate: 1e30, clip: 0}
      ```
      """)
    guard case .failed(let error) = run[step: "learn"]?.status else {
      Issue.record("the training did not fail")
      return
    }
    #expect(error.contains("iteration") && error.contains("not a finite number"))
  }

  @Test(arguments: [
    "[-1.7e308, 1.7e308, 0]", "[0.0, 5e-324]", "[1, 1, 1]", "[2]", "[1, 2, 3, 4, 100]",
  ])
  func histogramsCountEveryNumber(_ numbers: String) throws {
    let rows = numbers.dropFirst().dropLast().split(separator: ",").map { "{v: \($0)}" }
    let run = run(
      """
      ```step numbers
      run: table
      rows: [\(rows.joined(separator: ", "))]
      ```

      ```step histogram
      run: plot.histogram
      data: numbers
      of: v
      ```
      """)
    guard case .figure(let figure)? = run[step: "histogram"]?.exhibits.first,
      case .plot(let plot) = figure.content,
      case .histogram(let histogram)? = plot.panels.first?.content
    else {
      Issue.record("there is no histogram")
      return
    }
    #expect(histogram.groups[0].counts.reduce(0, +) == Double(rows.count))
    #expect(histogram.edges.count == histogram.groups[0].counts.count + 1)
    #expect(histogram.edges.allSatisfy { $0.isFinite })
  }

  @Test func textIsNotPlotted() {
    let run = run(
      """
      ```step words
      run: table
      rows: [{v: one}, {v: two}]
      ```

      ```step plot
      run: plot.line
      data: words
      y: v
      ```
      """)
    #expect(
      run[step: "plot"]?.status
        == .failed(
          error: "the column `v` holds one, which is no number; plot a column of numbers"))
  }
}
