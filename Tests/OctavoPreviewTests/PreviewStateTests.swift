import Foundation
import OctavoNotebook
import OctavoPreview
import OctavoResults
import OctavoRunner
import Testing

@Suite struct PreviewStateTests {
  private let task = RunTask(
    step: "learn", operation: "gpt.train", point: Point(), number: 1, count: 2)

  private func shown(_ events: [RunEvent]) -> PreviewState {
    let progress = PreviewProgress()
    for event in events { progress.note(event) }
    var state = PreviewState()
    progress.show(in: &state)
    return state
  }

  private func progress(_ completed: Int, loss: Double) -> RunEvent {
    .progress(
      task,
      StepProgress(
        completed, of: 5000, unit: "iterations",
        quantities: [("rate", 0.1), ("loss", loss)]))
  }

  @Test func aRunningStepHasItsIterationsAndTheCurveOfItsLoss() throws {
    let state = shown([.started(task), progress(1, loss: 4), progress(2, loss: 3)])
    let shown = try #require(state.tasks.first)
    #expect(shown.step == "learn" && shown.completed == 2 && shown.total == 5000)
    #expect(shown.details == "2/5000 iterations · rate 0.100 · loss 3.000")
    let curve = try #require(shown.curve)
    #expect(curve.name == "loss" && curve.x == [1, 2] && curve.y == [4, 3])
    #expect(state.summary == "0 of 2 done")
  }

  @Test func aLongCurveIsThinnedToMeans() throws {
    let events = (1...5000).map { progress($0, loss: Double($0)) }
    let curve = try #require(shown([.started(task)] + events).tasks.first?.curve)
    #expect((100...201).contains(curve.x.count))
    #expect(zip(curve.x, curve.x.dropFirst()).allSatisfy { $0 < $1 })
    for (x, y) in zip(curve.x, curve.y) { #expect(abs(x - y) < 1e-6) }
    #expect(try #require(curve.x.last) > 4900)
  }

  @Test func whatIsNotFiniteIsNotDrawn() throws {
    let events = [
      progress(1, loss: 1), progress(2, loss: .nan), progress(3, loss: .infinity),
      progress(4, loss: 2),
    ]
    let curve = try #require(shown([.started(task)] + events).tasks.first?.curve)
    #expect(curve.x == [1, 4] && curve.y == [1, 2])
  }

  @Test func whatHasEndedIsCounted() {
    let record = StepRecord(name: "learn", operation: "gpt.train", status: .done)
    let state = shown([
      .started(task), .finished(task, record, RunMetadata.Step(cached: true, seconds: 1)),
    ])
    #expect(state.tasks.isEmpty)
    #expect(state.summary == "1 of 2 done")
  }

  // MARK: Problems

  @Test func aProblemHasItsLineAndItsBlock() throws {
    let notebook = Notebook.read(
      Source(path: "n.md", text: "Text\n\n```step a\nrun: table\nrwos: [1]\n```\n"))
    let range = SourceRange(SourcePosition(line: 5, column: 1), length: 4)
    let problem = PreviewState.Problem(
      Diagnostic(
        .unknownOption, at: range, "unknown key `rwos`", remedy: "did you mean `rows`?",
        notes: [.init(at: range, "here")]), in: notebook)
    #expect(problem.excerpt == ["", "rwos", ": [1]"])
    #expect(problem.block == "a" && problem.line == 5 && problem.column == 1)
    #expect(problem.help == "did you mean `rows`?" && problem.notes == ["line 5: here"])
  }

  /// So that the page can show a problem where it is.
  @Test(arguments: [
    (2, PreviewState.Problem.Part.frontMatter, String?.none), (5, .prose, nil), (8, .config, nil),
    (11, .prose, "c"), (14, .step, "c"), (17, .prose, "a"),
  ])
  func aProblemHasThePartOfTheNotebook(
    line: Int, part: PreviewState.Problem.Part, after: String?
  ) {
    let text = """
      ---
      title: T
      ---

      Text

      ```config c
      x: 1
      ```

      More

      ```step a
      run: table
      ```

      End

      """
    let range = SourceRange(SourcePosition(line: line, column: 1), length: 1)
    let problem = PreviewState.Problem(
      Diagnostic(.unknownOption, at: range, "m"),
      in: Notebook.read(Source(path: "n.md", text: text)))
    #expect(problem.part == part && problem.after == after)
  }

  @Test func placesOutsideTheTextAreNoTrap() {
    let notebook = Notebook.read(Source(path: "n.md", text: "Text\n"))
    for (line, column, length) in [(1, 90, 5), (9, 1, 1), (1, 3, 900), (0, 0, 0)] {
      let range = SourceRange(SourcePosition(line: line, column: column), length: length)
      let problem = PreviewState.Problem(
        Diagnostic(.unknownOption, at: range, "message"), in: notebook)
      #expect(problem.excerpt?.count == 3)
      #expect(problem.block == nil)
    }
    let long = Notebook.read(
      Source(path: "n.md", text: String(repeating: "x", count: 100_000)))
    let range = SourceRange(SourcePosition(line: 1, column: 50_000), length: 20_000)
    let problem = PreviewState.Problem(Diagnostic(.unknownOption, at: range, "m"), in: long)
    #expect((problem.excerpt ?? []).joined().count < 500)
  }
}
