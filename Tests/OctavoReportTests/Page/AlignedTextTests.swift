import OctavoReport
import Testing

@Suite struct AlignedTextTests {
  @Test func pointsStandUnderOneAnother() {
    let cells = AlignedText.column(["2.765 ± 0.012", "12.9 ± 0.3", "−0.5", "–"])
    #expect(cells.map(\.whole) == ["2", "12", "−0", "–"])
    #expect(cells.map(\.rest) == [".765 ± 0.012", ".9 ± 0.3", ".5", ""])
    #expect(Set(cells.map(\.width)).count == 1 && cells[0].width != nil)
  }

  @Test func cellsThatEndAlikeNeedNoBox() {
    let cells = AlignedText.column(["1.50", "−1,234.25", "–", "NaN"])
    #expect(cells.allSatisfy { $0.width == nil })
    #expect(cells.map(\.whole) == ["1.50", "−1,234.25", "–", "NaN"])
  }

  @Test func powersAreNotDigitsBeforeThePoint() {
    let cells = AlignedText.column(["1×10⁻⁷", "1.25×10⁻⁷"])
    #expect(cells.map(\.whole) == ["1", "1"])
  }

  @Test func noCellIsTooWide() {
    let text = "1." + String(repeating: "9", count: 400)
    #expect(AlignedText.column([text, "2"])[0].width == 40)
  }
}
