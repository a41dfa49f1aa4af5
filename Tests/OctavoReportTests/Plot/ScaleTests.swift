import OctavoReport
import OctavoResults
import Testing

@Suite struct ScaleTests {
  @Test func linear() {
    let scale = Scale(.linear, domain: 10...20, start: 100, end: 0)
    #expect(scale.position(10) == 100)
    #expect(scale.position(15) == 50)
    #expect(scale.position(25) == -50)
    #expect(scale.clampedPosition(25) == 0)
    #expect(scale.position(.nan) == nil)
    #expect(scale.position(.infinity) == nil)
  }

  @Test func logarithmic() throws {
    let scale = Scale(.logarithmic, domain: 0.01...100, start: 0, end: 400)
    for (value, expected) in [(0.01, 0.0), (0.1, 100), (1, 200), (10, 300), (100, 400)] {
      #expect(abs(try #require(scale.position(value)) - expected) < 1e-9)
    }
    #expect(scale.position(0) == nil)
    #expect(scale.position(-1) == nil)
  }

  @Test func differencesOfHugeNumbersDoNotOverflow() {
    let scale = Scale(.linear, domain: -1e300...1e300, start: 0, end: 100)
    #expect(scale.position(0) == 50)
  }
}
