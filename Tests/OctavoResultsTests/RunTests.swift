import OctavoResults
import Testing

@Suite struct PercentilesTests {
  @Test func ofNothingThereAreNone() {
    #expect(RunCircumstances.Percentiles(of: []) == nil)
  }

  @Test func areTakenFromTheSortedDurations() throws {
    let percentiles = try #require(
      RunCircumstances.Percentiles(of: (0...100).map(Double.init).shuffled()))
    #expect(percentiles.p10 == 10)
    #expect(percentiles.median == 50)
    #expect(percentiles.p90 == 90)
  }
}
