import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

private func plan(_ text: String, name: String = "all.md") -> Plan {
  Plan(
    Notebook.read(Source(path: name, text: text)), catalogue: .octavo, folder: .temporaryDirectory)
}

private func run(_ text: String, into outputWriter: OutputWriter? = nil) -> Run {
  Runner.run(plan(text), options: Runner.Options(), outputWriter: outputWriter).run
}

@Suite(.serialized) struct OperationRunTests {
  /// What needs a file of its own to run.
  private static let elsewhere: Set = [
    "text.load", "tokenizer.load", "gpt.load", "adapter.load", "pairs.load", "preferences.load",
    "images.load",
  ]

  @Test func everyOperationRuns() {
    let steps = SmallNotebooks.all.flatMap { run($0).steps }
    #expect(steps.filter { $0.status != .done } == [])
    #expect(
      Set(steps.map(\.operation)).union(Self.elsewhere) == Set(Catalogue.octavo.names))
    let claims = steps.filter { $0.operation == "expect" }
    #expect(claims.allSatisfy { $0.shownItems != [] })
  }

  /// What a step is known to have made, artifacts and figures among it, stands in the store.
  private struct Made: Decodable {
    struct Anything: Decodable { init(from decoder: any Decoder) {} }

    var artifacts, values, tables, figures: [String: Anything]

    var names: Set<String> {
      Set(artifacts.keys).union(values.keys).union(tables.keys).union(figures.keys)
    }
  }

  @Test func everyOutputThatIsDeclaredIsMade() throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = Runner.Options()
    options.store = Store(folder)
    var made: [String: Set<String>] = [:]
    var tables: [String: [Table]] = [:]
    for notebook in SmallNotebooks.all {
      let outcome = Runner.run(plan(notebook), options: options, outputWriter: nil)
      for step in outcome.run.steps {
        let key = try #require(outcome.metadata[step.name]?.key)
        let file = try Data(contentsOf: folder.appending(path: "results/\(key)"))
        let content = file[(try #require(file.firstIndex(of: UInt8(ascii: "\n"))) + 1)...]
        made[step.operation, default: []]
          .formUnion(try JSONDecoder().decode(Made.self, from: content).names)
        for (name, table) in step.tables {
          tables["\(step.operation).\(name)", default: []].append(table)
        }
      }
    }
    for (operation, names) in made {
      let outputs = try #require(Catalogue.octavo[operation]).outputs
      #expect(Set(outputs.map(\.name)) == names, "\(operation)")
      for output in outputs {
        guard case .table(let outline) = output.content, !outline.columns.isEmpty else { continue }
        let name = "\(operation).\(output.name)"
        for table in tables[name] ?? [] {
          #expect(outline.columns == table.columns.map(\.name), "\(name)")
          for column in table.columns {
            // What is announced as numbers may come to be integers.
            let (type, announced) = (column.type, outline.type(of: column.name))
            #expect(
              type == announced || (type == .integer && announced == .number),
              "\(name).\(column.name)")
          }
        }
      }
    }
  }

  @Test(arguments: SmallNotebooks.all.indices)
  func resultsAreTheSameAtAnyNumberOfThreads(_ index: Int) throws {
    let results = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) { try ResultsFile(run(SmallNotebooks.all[index])).encoded() }
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func whatIsDeliveredCanBeLoadedAndIsTheSame() throws {
    let output = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let outputWriter = try OutputWriter(notebook: "all", in: output)
    _ = run(SmallNotebooks.language, into: outputWriter)
    try outputWriter.finish()
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
    let judged = run(SmallNotebooks.language)[step: "judge"]
    #expect(loaded[step: "judge"]?.values == judged?.values)

    let again = output.appending(path: "again")
    let rerun = try OutputWriter(notebook: "all", in: again)
    _ = run(SmallNotebooks.language, into: rerun)
    try rerun.finish()
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
    let table = "run: table\nrows: [{x: 1}]\n```"
    for step in ["old", "new"] {
      let outputWriter = try OutputWriter(notebook: "all", in: output)
      _ = run("```step \(step)\n\(table)\n", into: outputWriter)
      try outputWriter.finish()
      let left = try FileManager.default.contentsOfDirectory(
        atPath: output.appending(path: "all/artifacts").path)
      #expect(left == [step])
    }
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
    guard case .figure(let figure)? = run[step: "histogram"]?.shownItems.first,
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
        == .failed(error: "line 9: the column `v` does not hold numbers"))
  }
}
