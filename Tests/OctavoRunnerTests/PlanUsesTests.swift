import OctavoNotebook
import OctavoRunner
import Testing

@Suite struct PlanUsesTests {
  private let text = """
    ```config small
    width: 8
    ```

    ```config wide
    extends: small
    width: ${small.width * 2}
    ```

    ```config rates
    share: [0.1, 0.2]
    ```

    ```step one
    run: toy.make
    number: 2
    shape: wide
    ```

    ```step size
    run: toy.make
    number: ${one.number-value}
    caption: one
    ```

    ```step two
    run: toy.add
    for: {which: [one, size]}
    to: ${which}
    plus: ${small.width}
    ```

    ```step three
    run: toy.make
    for: rates
    number: 3
    share: ${share}
    ```

    """

  @Test func usesAreThoseThatAreNamed() {
    let plan = plan(text)
    #expect(plan.diagnostics.filter { $0.severity == .error } == [])
    #expect(
      plan.uses == [
        "one": ["wide"], "size": ["one"], "two": ["small", "one", "size"], "three": ["rates"],
      ])
  }

  @Test func referencesSayWhereTheyStand() throws {
    let plan = plan(text)
    let one = try #require(plan.step(named: "one"))
    #expect(one.references.map(\.text) == ["wide"])
    #expect(one.references.map(\.range.start) == [SourcePosition(line: 17, column: 8)])
    let two = try #require(plan.step(named: "two"))
    #expect(two.references.map(\.text) == ["one", "size"])
  }

  @Test func theOutlineOfAStepHasItsValuesAndTables() throws {
    let outline = try #require(plan(text).outline(ofStep: "one"))
    #expect(outline.values.keys.sorted() == ["number-value", "own-seed"])
    #expect(outline.tables["multiples"]?.keys.sorted() == ["factor", "product"])
    #expect(plan(text).outline(ofStep: "none") == nil)
  }
}
