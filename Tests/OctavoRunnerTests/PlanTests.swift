import Foundation
import OctavoNotebook
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
    #expect(Set(plan.needed(for: "three").map(\.step)) == ["one", "two", "three"])
  }

  @Test func whatNothingUsesIsWarnedOf() throws {
    let text = """
      ---
      params: {number: 1, shown: 2, spare: 3, other: 4}
      ---

      ```config base
      width: 2
      ```

      ```config shape
      extends: base
      ```

      ```config left
      width: 3
      ```

      ```step one
      run: toy.make
      number: ${params.number}
      shape: shape
      ```

      It is `{value} params.shown`.
      """
    var notebook = Notebook.read(Source(path: "toy.md", text: text))
    for (name, value) in [("number", "5"), ("shown", "5"), ("spare", "5"), ("other", "4")] {
      try notebook.frontMatter.override(name, with: value)
    }
    let plan = Plan(notebook, catalogue: toys, folder: .temporaryDirectory)
    #expect(
      plan.diagnostics.map(\.message) == [
        "nothing uses the parameter `spare`, which was given another value",
        "nothing uses the config `left`",
      ])
    #expect(plan.diagnostics.map { $0.range?.start.line } == [2, 13])
    #expect(!plan.hasErrors)
  }

  @Test func aTextWithExpressionsMayNameConfigs() throws {
    var notebook = Notebook.read(
      Source(
        path: "toy.md",
        text: """
          ---
          params: {wide: 8}
          ---

          ```config small-shape
          width: ${params.wide}
          ```

          ```config small-shapes
          width: 4
          ```

          ```step one
          run: toy.make
          for: {size: [small]}
          number: 1
          shape: {extends: "${size}-shape"}
          ```
          """))
    try notebook.frontMatter.override("wide", with: "10")
    let plan = Plan(notebook, catalogue: toys, folder: .temporaryDirectory)
    #expect(plan.diagnostics.map(\.message) == ["nothing uses the config `small-shapes`"])
  }

  /// Suggestions compare a name with all others.
  @Test(.timeLimit(.minutes(20))) func aNotebookOfMistakesIsNotReadToItsEnd() {
    let blocks = (0..<9000).map { "```step s\($0)\nrun: toy.make\nnumber: ${t\($0).x}\n```\n" }
    let plan = plan(blocks.joined())
    #expect(plan.hasErrors)
    #expect(plan.diagnostics.count == 201)
  }

  /// Each config depends on the step by two ways through the one above it.
  @Test(.timeLimit(.minutes(20))) func dependenciesDoNotDouble() {
    let configs = (1..<200).map { index in
      "```config c\(index)\nextends: c\(index - 1)\nk\(index): ${c\(index - 1).width}\n```\n"
    }
    let plan = plan(
      "```step one\nrun: toy.make\nnumber: 1\n```\n"
        + "```config c0\nwidth: ${one.number-value}\n```\n" + configs.joined()
        + "```step two\nrun: toy.make\nnumber: ${c199.width}\n```\n")
    #expect(plan.steps.last?.dependencies == ["one"])
  }
}
