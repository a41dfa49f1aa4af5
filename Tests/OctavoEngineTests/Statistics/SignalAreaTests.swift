import Foundation
import OctavoEngine
import Testing

/// Areas against SciPy's, and DeLong's variances against the matrix of all pairs, which
/// `make_detection_reference.py` wrote.
@Suite struct SignalAreaTests {
  private struct Case: Decodable {
    let positives, negatives: [Double]
    let area, variance, lower, upper: Double
  }

  @Test func areasAreThoseOfSciPy() throws {
    let url = try #require(
      Bundle.module.url(forResource: "detection_reference", withExtension: "json"))
    for expected in try JSONDecoder().decode([Case].self, from: Data(contentsOf: url)) {
      let area = try #require(
        SignalArea(positives: expected.positives, negatives: expected.negatives))
      let interval = try #require(area.interval)
      #expect(abs(area.value - expected.area) < 1e-12)
      #expect(abs(area.variance - expected.variance) < 1e-12)
      #expect(abs(interval.lowerBound - expected.lower) < 1e-12)
      #expect(abs(interval.upperBound - expected.upper) < 1e-12)
    }
  }

  @Test func fewCasesHaveNoArea() {
    #expect(SignalArea(positives: [1], negatives: [0, 2]) == nil)
    #expect(SignalArea(positives: [1, 2], negatives: []) == nil)
  }

  @Test func perfectSeparationHasNoInterval() throws {
    let area = try #require(SignalArea(positives: [2, 3], negatives: [0, 1]))
    #expect(area.value == 1)
    #expect(area.interval == nil)
  }
}
