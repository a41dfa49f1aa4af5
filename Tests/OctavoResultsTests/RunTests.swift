import OctavoResults
import Testing

@Suite struct PercentilesTests {
  @Test func ofNothingThereAreNone() {
    #expect(RunMetadata.Percentiles(of: []) == nil)
  }

  @Test func areTakenFromTheSortedDurations() throws {
    let percentiles = try #require(
      RunMetadata.Percentiles(of: (0...100).map(Double.init).shuffled()))
    #expect(percentiles.p10 == 10)
    #expect(percentiles.median == 50)
    #expect(percentiles.p90 == 90)
  }
}
