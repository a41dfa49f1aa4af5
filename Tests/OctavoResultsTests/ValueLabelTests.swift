import OctavoResults
import Testing

@Suite struct ValueLabelTests {
  @Test(arguments: [
    (Value.number(5e10), "5×10¹⁰"), (.number(-1.6e12), "−1.6×10¹²"), (.number(0.001), "0.001"),
    (.number(12.5), "12.5"), (.integer(50_000_000), "50000000"), (.text("5e10"), "5e10"),
  ])
  func largeWholeNumbersArePowersOfTen(_ value: Value, _ label: String) {
    #expect(value.label == label)
  }

  @Test func labelsOfDifferentNumbersDiffer() {
    #expect(Value.number(123_456_789_012_345).label != Value.number(123_456_789_012_344).label)
  }
}
