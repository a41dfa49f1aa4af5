import OctavoBase
import Testing

@Suite struct NumberNotationTests {
  private static let german = NumberNotation(decimalMark: ",", groupMark: ".", to: "bis")
  private static let french = NumberNotation(decimalMark: ",", groupMark: "\u{202F}", to: "à")

  @Test func numbersFollowTheNotation() {
    NumberNotation.$current.withValue(Self.german) {
      #expect(NumberText.fixed(-12_345.6, decimals: 2) == "−12.345,60")
      #expect(NumberText.short(0.03250) == "0,0325")
      #expect(NumberText.short(2.5) == "2,5")
      #expect(NumberText.short(2) == "2")
      #expect(NumberText.short(6.02e23) == "6,02×10²³")
      #expect(NumberText.integer(1_000_000) == "1.000.000")
      #expect(NumberText.fixed(.nan, decimals: 1) == "NaN")
    }
    NumberNotation.$current.withValue(Self.french) {
      #expect(NumberText.fixed(1234.5, decimals: 1) == "1\u{202F}234,5")
    }
    #expect(NumberText.fixed(1234.5, decimals: 1) == "1,234.5")
  }

  @Test func englishTextsAreRewritten() {
    #expect(Self.german.text("1,234.5 ± 0.2") == "1.234,5 ± 0,2")
    #expect(Self.german.text(".5") == ",5")
    #expect(Self.german.text("2, 3. And") == "2, 3. And")
    #expect(NumberNotation.english.text("1,234.5") == "1,234.5")
  }
}
