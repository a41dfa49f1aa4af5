import OctavoNotebook
import Testing

@Suite struct MissingNameTests {
  @Test func aNearNameIsProposedAndWritten() {
    let explanation = MissingName(.column, "lss", among: ["step", "loss"]).explanation()
    #expect(explanation.identifier == .unknownColumn)
    #expect(explanation.message == "there is no column `lss`")
    #expect(explanation.remedy == "did you mean `loss`?")
    #expect(explanation.correction == Explanation.Correction(of: "lss", by: "loss"))
  }

  @Test func withoutANearNameTheNamesAreListed() {
    let names = (1...10).map { "column-\($0)" }
    let explanation = MissingName(.column, "accuracy", among: names).explanation()
    #expect(
      explanation.remedy
        == "the columns are " + names.prefix(8).map { "`\($0)`" }.joined(separator: ", ") + ", …")
    #expect(explanation.correction == nil)
    #expect(
      MissingName(.column, "accuracy", among: []).explanation().remedy == "there are no columns")
  }

  @Test func whatIsAroundTheNameStays() {
    let explanation = MissingName(
      .footnote, "nte", among: ["note"], spelled: { "[^\($0)]" }
    ).explanation(otherwise: "define it")
    #expect(explanation.remedy == "did you mean `[^note]`?")
    #expect(explanation.correction == Explanation.Correction(of: "[^nte]", by: "[^note]"))
    #expect(
      MissingName(.footnote, "x", among: []).explanation(otherwise: "define it").remedy
        == "define it")
  }
}
