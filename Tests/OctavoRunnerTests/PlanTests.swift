import OctavoRunner
import Testing

@Suite struct PlanTests {
  @Test func everyProblemIsReportedAtOnce() {
    let plan = plan(
      """
      ```step one
      run: toy.make
      number: 2000
      share: 1
      ```

      ```step two
      run: toy.add
      to: three
      ```

      ```step three
      run: toy.mak
      ```
      """)
    #expect(plan.diagnostics.map { $0.range?.start.line } == [3, 4, 9, 13])
  }

  @Test func referencesToABrokenStepAreNoFurtherErrors() {
    let plan = plan(
      """
      ```step one
      run: toy.nothing
      ```

      ```step two
      run: toy.add
      to: one
      plus: ${one.number-value}
      ```
      """)
    #expect(plan.diagnostics.count == 1)
  }

  @Test func outlinesAreCheckedAcrossSteps() {
    let plan = plan(
      """
      ```step one
      run: toy.make
      number: 600
      ```

      ```step two
      run: toy.add
      to: one
      plus: 500
      ```
      """)
    #expect(plan.diagnostics.map(\.message) == ["the sum would be 1100"])
    #expect(plan.diagnostics.first?.range?.start.line == 9)
  }

  @Test func dependenciesComeFromInputsExpressionsAndConfigs() {
    let plan = plan(
      """
      ```step one
      run: toy.make
      number: 1
      ```

      ```step two
      run: toy.make
      number: 2
      ```

      ```config shape
      width: ${2 * two.number-value}
      ```

      ```step three
      run: toy.make
      number: ${one.number-value}
      shape: shape
      ```
      """)
    #expect(!plan.hasErrors)
    #expect(plan.steps.last?.dependencies.sorted() == ["one", "two"])
    #expect(plan.needed(for: "three") == ["one", "two", "three"])
  }
}
