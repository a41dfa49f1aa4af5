import OctavoReport
import Testing

@Suite struct ColorScaleTests {
  @Test func sequential() throws {
    let scale = try #require(ColorScale(values: [0, 9], isDiverging: false))
    #expect([0, 0.9, 1.1, 4.5, 8.9, 9, 12, -3].map(scale.level) == [0, 0, 1, 4, 8, 8, 8, 0])
    #expect(scale.className(4.5) == "q4")
  }

  @Test func divergingHasZeroInTheMiddle() throws {
    let scale = try #require(ColorScale(values: [-1, 3], isDiverging: true))
    #expect([-3, 0, 3].map(scale.level) == [0, 4, 8])
    #expect(scale.className(0) == "d4")
    for value in [0.1, 0.7, 1.9, 2.8] { #expect(scale.level(value) + scale.level(-value) == 8) }
  }

  @Test func equalOrMissingNumbers() throws {
    #expect(ColorScale(values: [.nan], isDiverging: false) == nil)
    #expect(try #require(ColorScale(values: [2, 2], isDiverging: false)).level(2) == 0)
    #expect(try #require(ColorScale(values: [0], isDiverging: true)).level(0) == 4)
  }

  @Test func numbersOfOneScaleAreWrittenAlike() throws {
    let scale = try #require(ColorScale(values: [0.031, 4.56], isDiverging: false))
    #expect([0.031, 4.56].map { scale.text($0, digits: 2) } == ["0.0", "4.6"])
  }
}
