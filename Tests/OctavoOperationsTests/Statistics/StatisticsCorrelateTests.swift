import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

@Suite struct StatisticsCorrelateTests {
  private static let table = """
    ```step runs
    run: table
    rows:
      - {group: a, x: 1, y: 2}
      - {group: a, x: 2, y: 3}
      - {group: a, x: 3, y: 9}
      - {group: b, x: 1, y: 5}
      - {group: b, x: 2, y: 4}
      - {group: b, x: 4, y: 1}
      - {group: b, x: 5, y: 2}
      - {group: c, x: 1, y: 1}
      - {group: c, x: 1, y: 2}
      - {group: c, x: 1, y: 3}
      - {group: d, x: 1, y: 3}
    ```

    """

  private func correlate(_ options: String) throws -> StepRecord {
    let run = runNotebook(
      Self.table + """
        ```step correlation
        run: statistics.correlate
        data: runs
        x: x
        y: y
        \(options)
        ```
        """)
    return try #require(run.steps.last)
  }

  /// Against the coefficients by hand; two groups have none.
  @Test func everyGroupHasItsCoefficient() throws {
    let ranks = try correlate("by: group")
    #expect(ranks.status == .done)
    let coefficients = try ranks.column("correlation", of: "table")
    #expect(coefficients[0] == 1)
    #expect(abs(coefficients[1] + 0.8) < 1e-12)
    #expect(coefficients[2].isNaN && coefficients[3].isNaN)
    #expect(try ranks.column("n", of: "table") == [3, 4, 3, 1])
    #expect(ranks.warnings.count == 1)
    let numbers = try correlate("by: group\nmethod: pearson").column("correlation", of: "table")
    #expect(abs(numbers[0] - 0.924473) < 1e-6)
  }

  @Test func withoutGroupsAllRowsAreOne() throws {
    #expect(try correlate("").column("n", of: "table") == [11])
  }
}
