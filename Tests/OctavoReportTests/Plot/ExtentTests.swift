import OctavoReport
import OctavoResults
import Testing

@Suite struct ExtentTests {
  private func limits(
    _ values: [Double], _ axis: Plot.Axis = .init(""), isNice: Bool = false, isPadded: Bool = false
  ) -> ClosedRange<Double>? {
    var extent = Extent(scale: axis.scale)
    extent.include(contentsOf: values)
    return extent.limits(for: axis, tickCount: 5, isNice: isNice, isPadded: isPadded)
  }

  @Test func exactNiceAndPadded() {
    #expect(limits([3, 0.2, 9.7]) == 0.2...9.7)
    #expect(limits([3, 0.2, 9.7], isNice: true) == 0...10)
    #expect(limits([0, 100], isPadded: true) == 0...104)
    #expect(limits([50, 100], isPadded: true) == 48...102)
  }

  @Test(arguments: [(0.0, 150.0), (0, 1500), (2.6, 3.5), (1.9, 3.5), (0, 2.92), (0.31, 0.68)])
  func niceEndsLeaveLittleEmpty(low: Double, high: Double) throws {
    let range = try #require(limits([low, high], isNice: true))
    #expect(range.lowerBound <= low && high <= range.upperBound)
    #expect((high - low) / (range.upperBound - range.lowerBound) >= 0.8)
  }

  @Test func numbersThatCannotBeDrawnDoNotCount() {
    #expect(limits([.nan, 1, .infinity, 2]) == 1...2)
    #expect(limits([.nan, .infinity]) == nil)
    #expect(limits([]) == nil)
    #expect(limits([-5, 0, 1, 10], .init("", scale: .logarithmic)) == 1...10)
    #expect(limits([-5, 0], .init("", scale: .logarithmic)) == nil)
  }

  @Test func equalNumbersGetRoom() {
    #expect(limits([0.5]) == 0.45...0.55)
    #expect(limits([3]) == 2...4)
    #expect(limits([0]) == -1...1)
    #expect(limits([4], .init("", scale: .logarithmic)) == 2...8)
  }

  @Test func fixedEndsStay() {
    #expect(limits([1, 9], .init("", lower: -1, upper: 20), isNice: true) == -1...20)
    #expect(limits([1, 9], .init("", lower: 2), isNice: true) == 2...9)
    #expect(limits([], .init("", lower: 2, upper: 4)) == 2...4)
    #expect(limits([], .init("", lower: 2)) == nil)
    // Ends that exclude each other or cannot be drawn.
    #expect(limits([1, 9], .init("", lower: 20)).map { $0.lowerBound < $0.upperBound } == true)
    #expect(limits([1, 9], .init("", lower: 7, upper: 3)) == 3...7)
    #expect(limits([1, 9], .init("", scale: .logarithmic, lower: -3)) == 1...9)
    #expect(limits([1, 9], .init("", lower: .nan)) == 1...9)
  }

  @Test(arguments: [-1e308, -1e300, 1e-308, 1e9 + 1e-7, 1e300, 1e308])
  func extremesGiveADrawableDomain(value: Double) throws {
    for values in [[value], [value, -value], [value, value.nextUp], [value, 0]] {
      let range = try #require(limits(values, isNice: true))
      #expect(range.lowerBound < range.upperBound)
      #expect(range.lowerBound.isFinite && range.upperBound.isFinite)
    }
  }
}
