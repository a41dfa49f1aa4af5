import OctavoReport
import OctavoResults
import Testing

@Suite struct ColumnTextTests {
  private func cells(_ values: [Value?]) -> [String] {
    let text = ColumnText(Table.Column("c", values))
    return values.indices.map(text.cell)
  }

  @Test func numbersOfOneColumnHaveTheSameDecimals() {
    #expect(cells([2.14372, 1.8853, nil, 1.58]) == ["2.144", "1.885", "–", "1.580"])
    #expect(cells([0.003, 0.001, 0.0006]) == ["0.0030", "0.0010", "0.0006"])
    #expect(cells([1234.5, 0.5]) == ["1,234.5", "0.5"])
    #expect(cells([12.5, .integer(488)]) == ["12.5", "488.0"])
    #expect(cells([.integer(51_200), .integer(7)]) == ["51,200", "7"])
    #expect(cells([.number(.nan), 1.5]) == ["NaN", "1.5"])
  }

  /// A column whose numbers are too far apart would show its small ones as zeros.
  @Test func numbersFarApartAreEachWrittenShort() {
    #expect(cells([1500.25, 0.000_123]) == ["1,500", "0.000123"])
    #expect(cells([1e-9, 2e-9]) == ["1×10⁻⁹", "2×10⁻⁹"])
    #expect(cells([3e12, 1.0]) == ["3×10¹²", "1"])
  }

  /// A page has real minus signs, and none before zero.
  @Test func signsOfFormats() {
    let column = Table.Column("c", [-0.0004, -1.5, 2], presentation: .init(format: "+.2f"))
    let signed = ColumnText(column)
    #expect((0..<3).map(signed.cell) == ["+0.00", "−1.50", "+2.00"])
  }

  @Test func textsAreNotNumeric() {
    #expect(!ColumnText(Table.Column("c", ["a", 1.5])).isNumeric)
    #expect(cells(["a", 1.5, true]) == ["a", "1.5", "true"])
    #expect(!ColumnText(Table.Column("c", [nil])).isNumeric)
  }
}
