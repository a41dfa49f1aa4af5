import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

/// Steps that run at several points.
@Suite struct PointRunTests {
  /// Numbers 2 and 3 at two seeds, a step that takes them over, and one that takes them together.
  private static let crossed = """
    ```step make
    run: toy.make
    for: {size-of: [2, 3], seed: 1..2}
    number: ${size-of}
    ```

    ```step add
    run: toy.add
    to: make
    plus: ${10 * seed}
    ```

    ```step whole
    run: toy.add
    to: make[size-of=3, seed=1]
    plus: ${sum(add.sum)}
    ```
    """

  private func record(_ name: String, in run: Run) throws -> StepRecord {
    try #require(run[step: name])
  }

  private func sums(_ record: StepRecord) -> [String: Value] {
    Dictionary(
      record.points.map { ($0.point.description, $0.values["sum"] ?? .text("none")) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A step on other seeds runs with the setting that is best over all the seeds that were tried, and
  /// one on the same seeds does not choose at each for itself.
  @Test(arguments: ["1..2", "11..13"])
  func theBestIsThatOverAllSeeds(_ seeds: String) throws {
    let run = outcome(
      of: """
        ```step tried
        run: toy.make
        for: {size-of: [2, 3], seed: 1..2}
        number: ${(size-of - 2) * (5 - 3 * seed) + 10}
        ```

        ```step confirm
        run: toy.make
        for: {seed: \(seeds)}
        number: ${best(size-of, tried.number-value, highest) + 10 * seed}
        ```
        """
    ).run
    // At size 2 the values are 10 and 10, at size 3 they are 12 and 9: the mean is higher, and the
    // second seed alone would choose 2.
    let numbers = try record("confirm", in: run).points.map { point in
      (point.values["number-value"]?.double ?? 0) - 10 * (point.point["seed"]?.double ?? 0)
    }
    #expect(numbers == numbers.map { _ in 3 } && numbers.count > 1)
  }

  @Test func seedsMadeEqualAreWarnedOf() throws {
    let text = """
      ```step tried
      run: toy.make
      for: {seed: 1..2}
      number: ${seed}
      ```

      ```step confirm
      run: toy.make
      for: {seed: 11..12}
      number: ${seed + mean(tried.number-value)}
      ```
      """
    let notebook = Notebook.read(Source(path: "apart.md", text: text))
    let axis = try NotebookAxis(parsing: "seed=101..102")
    let plan = Plan(notebook, catalogue: toys, axes: [axis], folder: .temporaryDirectory)
    #expect(plan.diagnostics.map(\.identifier).contains(.seedsMadeEqual))
    let alone = Plan(notebook, catalogue: toys, folder: .temporaryDirectory)
    #expect(!alone.diagnostics.map(\.identifier).contains(.seedsMadeEqual))
  }

  @Test(arguments: [
    "a=-1..9223372036854775807", "a=-9223372036854775807..9223372036854775807", "a=1..1000001",
    "a=.nan", "a=.inf,1",
  ])
  func axesOfTheCommandLineHaveBounds(_ text: String) {
    #expect(throws: Diagnostic.self) { try NotebookAxis(parsing: text) }
  }

  @Test(arguments: ["seed=1..100000 b=1..1000", "seed=1..1000000 b=1..1000000 c=1..1000000"])
  func tooManyCombinationsAreNotMade(_ axes: String) throws {
    let notebook = Notebook.read(
      Source(path: "many.md", text: "```step one\nrun: toy.make\nnumber: 1\n```"))
    let plan = Plan(
      notebook, catalogue: toys,
      axes: try axes.split(separator: " ").map { try NotebookAxis(parsing: String($0)) },
      folder: .temporaryDirectory)
    #expect(plan.diagnostics.contains { $0.message.contains("combinations") })
  }

  /// Whole numbers that differ are different points, also where they are one as a real number.
  @Test func largeSeedsAreNotMixedUp() throws {
    let run = outcome(
      of: """
        ```step make
        run: toy.make
        for: {seed: [9007199254740992, 9007199254740993]}
        number: 1
        ```
        """
    ).run
    #expect(try record("make", in: run).points.count == 2)
    #expect(Value.integer(3).coordinate == Value.number(3).coordinate)
  }

  @Test func aStepTakesOverThePointsOfItsInputs() throws {
    let run = outcome(of: Self.crossed).run
    #expect(run.steps.map(\.status) == [.done, .done, .done])
    #expect(
      sums(try record("add", in: run)) == [
        "size-of=2,seed=1": 12, "size-of=2,seed=2": 22, "size-of=3,seed=1": 13,
        "size-of=3,seed=2": 23,
      ])
    #expect(try record("whole", in: run).values["sum"] == 73)
  }

  @Test func inputsMeetAtEqualValuesAndCrossOtherwise() throws {
    let run = outcome(
      of: """
        ```step a
        run: toy.make
        for: {size-of: [1, 2, 3], seed: 1..2}
        number: ${size-of}
        ```

        ```step b
        run: toy.make
        for: {size-of: [2, 3, 4], share-of: [0.1, 0.2]}
        number: ${10 * size-of}
        share: ${share-of}
        ```

        ```step c
        run: toy.add
        to: a
        and: b
        ```
        """
    ).run
    let points = try record("c", in: run).pointSet
    #expect(points.axes == ["size-of", "seed", "share-of"])
    #expect(points.points.count == 8)
    #expect(
      try record("c", in: run).points.allSatisfy {
        $0.values["sum"]?.double == 11 * ($0.point["size-of"]?.double ?? 0)
      })
  }

  /// Points that differ in another axis than the seed draw the same numbers, and others do not.
  @Test func settingsArePairedBySeed() throws {
    let points = try record("make", in: outcome(of: Self.crossed).run).points
    var seeds: [Value: Set<Value>] = [:]
    for point in points {
      seeds[point.point["seed"] ?? 0, default: []].insert(point.values["own-seed"] ?? "none")
    }
    #expect(seeds.values.allSatisfy { $0.count == 1 })
    #expect(Set(seeds.values).count == 2)
  }

  @Test func aPlainSeedTakesThePlaceOfTheName() throws {
    let text = ["one", "two", "three"].map { name in
      let seed = name == "three" ? "" : "\nseed: 7"
      return "```step \(name)\nrun: toy.make\nnumber: 1\(seed)\n```"
    }.joined(separator: "\n\n")
    let run = outcome(of: text).run
    let seeds = run.steps.map { $0.values["own-seed"] }
    #expect(seeds[0] == seeds[1])
    #expect(seeds[0] != seeds[2])
    let other = outcome(of: text, seed: 5).run
    #expect(other.steps[0].values["own-seed"] != seeds[0])
  }

  @Test func aPointThatFailsFailsAlone() throws {
    let run = outcome(
      of: """
        ```step first
        run: toy.make
        number: 8
        ```

        ```step make
        run: toy.make
        for: {minus: [1, 9, 2]}
        number: ${first.number-value - minus}
        ```

        ```step next
        run: toy.add
        to: make
        ```

        ```step all
        run: toy.make
        number: ${sum(next.sum)}
        ```

        ```step rows
        run: toy.rows
        table: next.points
        ```
        """
    ).run
    let made = try record("make", in: run)
    #expect(made.points.map(\.status).filter { $0 == .done }.count == 2)
    guard case .failed(let error) = made.status else {
      Issue.record("it has not failed")
      return
    }
    #expect(error.hasPrefix("at minus 9: "))
    #expect(
      try record("next", in: run).points[1].status == .skipped(because: "`make` failed at minus 9")
    )
    let all = try record("all", in: run)
    #expect(all.values["number-value"] == 13)
    #expect(all.warnings.texts == ["1 of 3 points have no value, such as minus 9."])
    let rows = try record("rows", in: run)
    #expect(rows.values["rows"] == 2)
    #expect(rows.warnings.texts == ["`next` has no result at 1 of 3 points, such as minus 9."])
  }

  @Test func warningsThatDifferInNumbersAreOne() throws {
    let run = outcome(
      of: """
        ```step make
        run: toy.make
        for: {n: [501, 502, 3]}
        number: ${n}
        warns: true
        ```
        """
    ).run
    #expect(
      try record("make", in: run).warnings.texts == [
        "this is a warning", "501 is more than 500 (at 2 of 3 points, with other numbers)",
      ])
  }

  @Test func aConfigOrAStepCanBeTheValueOfAnAxis() throws {
    let run = outcome(
      of: """
        ```config wide
        width: 64
        ```

        ```config narrow
        width: 8
        ```

        ```step two
        run: toy.make
        for: {form: [wide, narrow]}
        number: 2
        shape: ${form}
        ```

        ```step five
        run: toy.constant
        ```

        ```step sum
        run: toy.add
        for: {from: [five, "two[form=wide]"]}
        to: ${from}
        ```
        """
    ).run
    #expect(run.steps.map(\.status) == [.done, .done, .done])
    #expect(
      sums(try record("sum", in: run)) == ["from=five": 7, "from=two[form=wide]": 2])
  }

  @Test func listedPointsAndConfigsOfAxesAreRead() throws {
    let run = outcome(
      of: """
        ```config sweep
        a: [1, 2]
        b: 5..6
        ```

        ```step crossed
        run: toy.make
        for: sweep
        number: ${a * b}
        ```

        ```step listed
        run: toy.make
        for: [{a: 1, b: 6}, {b: 5, a: 2}]
        number: ${a * b}
        ```
        """
    ).run
    #expect(
      try record("crossed", in: run).points.map { $0.values["number-value"] } == [5, 6, 10, 12])
    #expect(
      try record("listed", in: run).points.map(\.point.description) == ["a=1,b=6", "a=2,b=5"])
  }

  /// Of a table with axes a step takes the rows of all points, after a column for each axis.
  @Test func tablesAreTakenWhole() throws {
    let text =
      Self.crossed + """


        ```step table
        run: toy.rows
        table: make.multiples
        ```

        ```step points
        run: toy.rows
        table: make.points[seed=2]
        ```
        """
    let run = outcome(of: text).run
    #expect(
      try record("table", in: run).values["columns"] == "size-of seed factor product")
    #expect(try record("table", in: run).values["rows"] == 12)
    #expect(
      try record("points", in: run).values["columns"] == "size-of number-value own-seed")
    #expect(try record("points", in: run).values["rows"] == 2)
  }

  // MARK: The whole notebook

  private func plan(_ text: String, axes: [String]) throws -> Plan {
    Plan(
      Notebook.read(Source(path: "toy.md", text: text)), catalogue: toys,
      axes: try axes.map { try NotebookAxis(parsing: $0) }, folder: .temporaryDirectory)
  }

  private func run(_ text: String, axes: [String]) throws -> Run {
    let plan = try plan(text, axes: axes)
    #expect(plan.diagnostics == [])
    return Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
  }

  private static let plain = """
    ---
    params: {size: 2, unused: 1}
    ---

    ```config shape
    width: ${8 * params.size}
    ```

    ```step make
    run: toy.make
    number: ${params.size}
    ```

    ```step shaped
    run: toy.constant
    ```

    ```step add
    run: toy.add
    to: shaped
    plus: ${make.number-value + shape.width}
    ```
    """

  @Test func seedsAreForWhatDrawsRandomNumbersAndWhatFollowsFromIt() throws {
    let run = try run(Self.plain, axes: ["seed=1..3"])
    #expect(try record("make", in: run).points.count == 3)
    #expect(try record("shaped", in: run).points.isEmpty)
    #expect(try record("add", in: run).points.count == 3)
  }

  @Test func aParameterBecomesAnAxisOfWhatUsesIt() throws {
    let run = try run(Self.plain, axes: ["size=1,3"])
    #expect(
      sums(try record("add", in: run)) == ["size=1": 16, "size=3": 34])
    #expect(try record("shaped", in: run).points.isEmpty)
  }

  @Test func theCommandLineReplacesTheValuesOfAnAxis() throws {
    let text = Self.crossed.replacing("to: make[size-of=3, seed=1]", with: "to: make[size-of=3]")
    let run = try run(text, axes: ["seed=7..9"])
    #expect(try record("make", in: run).pointSet.values(of: "seed") == [7, 8, 9])
    #expect(try record("make", in: run).points.count == 6)
  }

  @Test func theFrontMatterGivesAxesToo() throws {
    let text = Self.plain.replacing("params:", with: "for: {seed: 4..5}\nparams:")
    #expect(try record("add", in: try run(text, axes: [])).pointSet.values(of: "seed") == [4, 5])
    #expect(
      try record("add", in: try run(text, axes: ["seed=1"])).pointSet.values(of: "seed") == [1])
  }

  @Test func anUnknownAxisOfTheCommandLineIsRefused() throws {
    let plan = try plan(Self.plain, axes: ["sise=1,2"])
    #expect(plan.diagnostics.map(\.identifier).contains(.unknownAxis))
  }

  // MARK: The store

  private func observe(_ text: String, store: Store, jobs: Int = 1) -> (run: Run, computed: Int) {
    var options = Runner.Options()
    options.store = store
    options.jobs = jobs
    var computed = 0
    options.onEvent = { event in
      if case .finished(_, _, let how) = event, !how.cached { computed += 1 }
    }
    let run = Runner.run(
      OctavoRunnerTests.plan(text), options: options, outputWriter: nil
    ).run
    return (run, computed)
  }

  @Test func aNewPointComputesItselfAlone() throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = Store(folder)
    #expect(observe(Self.crossed, store: store).computed == 9)
    #expect(observe(Self.crossed, store: store).computed == 0)
    let more = Self.crossed.replacing("seed: 1..2", with: "seed: 1..3")
    // Two points of `make`, two of `add`, and what is made of all of them.
    #expect(observe(more, store: store).computed == 5)
  }

  @Test(arguments: [2, 3, 8])
  func whatRunsAtOnceComesToTheSame(jobs: Int) throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let alone = try ResultsFile(outcome(of: Self.crossed).run).encoded()
    var options = Runner.Options()
    options.jobs = jobs
    #expect(try ResultsFile(outcome(of: Self.crossed, options: options).run).encoded() == alone)
    let stored = observe(Self.crossed, store: Store(folder), jobs: jobs)
    #expect(try ResultsFile(stored.run).encoded() == alone)
    #expect(stored.computed == 9)
  }

  @Test func workersOfSinglePointsFillTheStore() throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = OctavoRunnerTests.plan(Self.crossed)
    for seed in [2, 1] {
      for size in [3, 2] {
        var options = Runner.Options()
        options.store = Store(folder)
        options.only = plan.needed(for: "add") {
          $0["seed"] == .integer(seed) && $0["size-of"] == .integer(size)
        }
        #expect(options.only?.count == 2)
        _ = Runner.run(plan, options: options, outputWriter: nil)
      }
    }
    #expect(observe(Self.crossed, store: Store(folder)).computed == 1)
  }
}
