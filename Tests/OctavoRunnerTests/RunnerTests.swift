import Foundation
import OctavoResults
import OctavoRunner
import Testing

@Suite struct RunnerTests {
  private static let chain = """
    ```step two
    run: toy.make
    number: 2
    ```

    ```step four
    run: toy.add
    to: two
    plus: ${two.number-value}
    ```
    """

  @Test func inputsAndValuesFlow() {
    let run = outcome(of: Self.chain).run
    #expect(run.steps.map(\.status) == [.done, .done])
    #expect(run[step: "four"]?.values["sum"] == 4)
  }

  @Test func resultsThatAreNotFiniteAreWarnedOf() {
    let run = outcome(of: "```step odd\nrun: toy.odd\n```\n\n\(Self.chain)").run
    #expect(
      run[step: "odd"]?.warnings.texts == [
        "`nan` is NaN.", "In the table `cells` `cell` is ∞ in row 6.",
      ])
    #expect(run[step: "two"]?.warnings.texts == [])
  }

  @Test func failureSkipsOnlyDependents() {
    let run = outcome(
      of: """
        ```step bad
        run: toy.fail
        ```

        ```step dependent
        run: toy.add
        to: bad
        ```

        ```config late
        width: ${bad.never}
        ```

        ```step through-config
        run: toy.make
        number: 1
        shape: late
        ```

        ```step grandchild
        run: toy.add
        to: dependent
        ```

        \(Self.chain)
        """
    ).run
    #expect(run[step: "bad"]?.status == .failed(error: "refused"))
    #expect(run[step: "dependent"]?.status == .skipped(because: "`bad` failed"))
    #expect(run[step: "grandchild"]?.status == .skipped(because: "`bad` failed"))
    #expect(run[step: "through-config"]?.status == .skipped(because: "`bad` failed"))
    #expect(run[step: "four"]?.status == .done)
  }

  @Test func aStepsSeedDoesNotDependOnOtherSteps() {
    let alone = outcome(of: "```step two\nrun: toy.make\nnumber: 2\n```", seed: 5).run
    let among = outcome(of: "```step one\nrun: toy.make\nnumber: 1\n```\n\n" + Self.chain, seed: 5)
      .run
    let otherwise = outcome(of: Self.chain, seed: 6).run
    let seed = alone[step: "two"]?.values["own-seed"]
    #expect(seed != nil)
    #expect(among[step: "two"]?.values["own-seed"] == seed)
    #expect(among[step: "one"]?.values["own-seed"] != seed)
    #expect(otherwise[step: "two"]?.values["own-seed"] != seed)
  }

  @Test func onlyWhatIsNeededRuns() {
    let text = Self.chain + "\n\n```step other\nrun: toy.make\nnumber: 9\n```"
    var options = Runner.Options()
    options.only = plan(text).needed(for: "four")
    let run = outcome(of: text, options: options).run
    #expect(run[step: "two"]?.status == .done)
    #expect(run[step: "four"]?.status == .done)
    #expect(run[step: "other"]?.status == .skipped(because: "it was not asked for"))
  }

  @Test func interruptionKeepsWhatIsDone() {
    var options = Runner.Options()
    var hasBegun = false
    options.onEvent = { event in
      if case .started(let task) = event, task.step == "wait" { hasBegun = true }
    }
    options.isCancelled = { hasBegun }
    let text =
      Self.chain + "\n\n```step wait\nrun: toy.wait\n```\n\n```step last\nrun: toy.wait\n```"
    let outcome = outcome(of: text, options: options)
    #expect(outcome.wasInterrupted)
    #expect(outcome.run[step: "four"]?.status == .done)
    #expect(outcome.run[step: "wait"]?.status == .failed(error: "interrupted"))
    #expect(outcome.run[step: "last"]?.status == .skipped(because: "the run was interrupted"))
  }

  @Test func anOptionThatTurnsOutWrongFailsItsStepAtItsPlace() {
    let run = outcome(
      of: """
        ```step big
        run: toy.make
        number: 900
        ```

        ```step bigger
        run: toy.make
        number: ${big.number-value * 2}
        ```
        """
    ).run
    guard case .failed(let error) = run[step: "bigger"]?.status else {
      Issue.record("the step did not fail")
      return
    }
    #expect(error.contains("line 8") && error.contains("between 0 and 1,000"))
  }

  @Test func warningsAreKept() {
    let run = outcome(of: "```step one\nrun: toy.make\nnumber: 1\nwarns: true\n```").run
    #expect(run[step: "one"]?.warnings.texts == ["this is a warning"])
  }

  @Test func showChoosesAndOrders() {
    let run = outcome(
      of: """
        ```step one
        run: toy.make
        number: 1
        show: [multiples, dots, number-value, own-seed]
        caption: Dots.
        alt: Three dots.
        ```
        """
    ).run
    let shownItems = run[step: "one"]?.shownItems
    #expect(
      shownItems == [
        .table("multiples", caption: nil),
        .figure(
          Figure(.passages([Passage(text: "dots")]), caption: "Dots.", alternative: "Three dots.")),
        .values(["number-value", "own-seed"]),
      ])
  }
}
