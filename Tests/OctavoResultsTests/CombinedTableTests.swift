import OctavoResults
import Testing

@Suite struct CombinedTableTests {
  private func record(_ tables: KeyValuePairs<KeyValuePairs<String, Double>, Table>) -> StepRecord {
    StepRecord(
      name: "s", operation: "o", status: .done,
      points: tables.map { place, table in
        PointRecord(
          point: Point(place.map { .init($0.key, .number($0.value)) }), status: .done,
          tables: ["t": table])
      })
  }

  private func table(_ losses: [Double], names: [String] = ["a", "b"]) -> Table {
    Table([
      .init("name", texts: names), .init("n", integers: [1, 2]), .init("loss", numbers: losses),
    ])
  }

  @Test func numbersThatDifferBecomeEstimates() throws {
    let shown = try #require(
      record([["seed": 1]: table([1, 2]), ["seed": 2]: table([3, 2])]).shownTable("t"))
    #expect(shown.columns.map(\.name) == ["name", "n", "loss", "loss-lower", "loss-upper"])
    #expect(shown[column: "loss"]?.values == [2.0, 2.0])
    let upper = try #require(shown[column: "loss-upper"]?.values[0]?.double)
    // Student's t with one degree of freedom, times a standard error of 1.
    #expect(abs(upper - 14.7062) < 1e-3)
    #expect(shown[column: "n"]?.values == [1, 2])
  }

  @Test func settingsStandBelowOneAnother() throws {
    let shown = try #require(
      record([
        ["rate": 1, "seed": 1]: table([1, 2]), ["rate": 1, "seed": 2]: table([1, 4]),
        ["rate": 2, "seed": 1]: table([5, 6]), ["rate": 2, "seed": 2]: table([5, 6]),
      ]).shownTable("t"))
    #expect(shown[column: "rate"]?.values == [1.0, 1.0, 2.0, 2.0])
    #expect(shown[column: "loss"]?.values == [1.0, 3.0, 5.0, 6.0])
    #expect(shown[column: "seed"] == nil)
  }

  @Test func tablesThatDoNotFitStandWhole() throws {
    let other = table([1, 2], names: ["a", "c"])
    let shown = try #require(
      record([["seed": 1]: table([1, 2]), ["seed": 2]: other]).shownTable("t"))
    #expect(shown.rowCount == 4)
    #expect(shown.columns.first?.name == "seed")
  }
}
