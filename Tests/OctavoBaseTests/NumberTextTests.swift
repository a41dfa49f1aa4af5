import OctavoBase
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-1.5, "−1.5"), (1234.5678, "1,235"), (0.03254321, "0.03254"),
    (999_999, "999,999"), (12_345_678, "1.235×10⁷"), (6.02214e23, "6.022×10²³"),
    (0.00001234, "1.234×10⁻⁵"), (9.9996, "10"), (0.99996, "1"), (99999.6, "100,000"),
    (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"), (-0.0, "0"), (5e-324, "4.941×10⁻³²⁴"),
  ])
  func short(value: Double, expected: String) {
    #expect(NumberText.short(value) == expected)
  }

  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (-1234.5, 1, "−1,234.5"), (1e6, 0, "1,000,000"),
    (123, 0, "123"), (2.675, 3, "2.675"),
  ])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == expected)
  }

  @Test func integersGroupThousands() {
    #expect(NumberText.integer(1_115_394) == "1,115,394")
    #expect(NumberText.integer(-999) == "−999")
    #expect(NumberText.integer(.min) == "−9,223,372,036,854,775,808")
  }
}
