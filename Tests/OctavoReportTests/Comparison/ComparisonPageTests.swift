import OctavoReport
import OctavoResults
import Testing

@Suite struct ComparisonPageTests {
  private func run(_ name: String, losses: [Double], seed: UInt64 = 1) -> ComparedRun {
    let history = Table([
      .init("iteration", integers: Array(1...losses.count)), .init("loss", numbers: losses),
      .init("rate", numbers: losses.map { _ in 0.5 }),
    ])
    return ComparedRun(
      name: name,
      results: ResultsFile(
        Run(
          notebook: "n", title: "N", seed: seed, params: ["width": 8],
          steps: [
            StepRecord(
              name: "learn", operation: "gpt.train", status: .done,
              values: ["loss": .number(losses.last ?? 0)], tables: ["history": history])
          ])))
  }

  private func page(_ runs: [ComparedRun]) -> String {
    let comparison = RunComparison(
      of: runs[0].results, with: runs.dropFirst().map(\.results))
    return ComparisonPage(runs, comparison, octavo: "test").html
  }

  @Test func curvesLieOverEachOther() {
    let text = page([
      run("a/n", losses: [3, 2, 1]), run("b/n", losses: [3, 1, 0.5], seed: 2),
      run("c/n", losses: [3, 1, 0.25]),
    ])
    let markup = Markup(text)
    #expect(markup.problem == nil)
    #expect(markup.all("h1").map(\.text) == ["N: 3 runs compared"])
    #expect(markup.all("h3").map(\.text) == ["learn.history"])
    // The loss is drawn openly, the rate, which is the same, within the fold.
    #expect(markup.all(ofClass: "tile").count == 2)
    #expect(markup.all("summary").map(\.text) == ["One column is the same in all runs"])
    let lines = markup.all(ofClass: "line").compactMap { $0.attributes["class"] }
    for style in ["line s1", "line s2", "line s3"] { #expect(lines.contains(style)) }
    #expect(!text.contains("<script"))
    let style = markup.all("style").map(\.text).joined()
    for rule in [".broad{", ".curves{", ".curves .tile{", ".runs td,", ".s3{", ".plot .line{"] {
      #expect(style.contains("}" + rule), "\(rule)")
    }
  }

  @Test func equalRunsAreSaidToBe() {
    let markup = Markup(page([run("a", losses: [2, 1]), run("b", losses: [2, 1])]))
    #expect(markup.all(ofClass: "good").map(\.text) == ["Both runs have the same results."])
    #expect(!markup.all("h2").map(\.text).contains("What differs"))
    #expect(!markup.all("style").map(\.text).joined().contains(".differences"))
  }

  @Test func aTableInNoOrderHasNoCurves() {
    var runs = [run("a", losses: [2, 1]), run("b", losses: [2, 3])]
    for index in runs.indices {
      runs[index].results.steps["learn"]?.tables["history"]?.columns[0].values = [2, 1]
    }
    #expect(!Markup(page(runs)).all("h2").map(\.text).contains("Curves"))
  }

  @Test(arguments: [
    (["outputs/x", "other/x"], ["outputs", "other"]),
    (["runs/a/", "runs/b"], ["a", "b"]),
    (["outputs/a", "outputs/b", "c"], ["outputs/a", "outputs/b", "c"]),
    (["a/x/results.json", "b/x"], ["a", "b"]),
    (["a/x", "a/x"], ["x", "x (2)"]),
    (["x", "a/x"], ["x", "a"]),
    (["/", "."], ["/", "."]),
  ])
  func namesAreShort(paths: [String], names: [String]) {
    #expect(RunNames(paths).names == names)
  }
}
