import Foundation
import OctavoResults
import Testing

@Suite struct StepWarningTests {
  private func file(_ warnings: [StepWarning]) throws -> (text: String, again: [StepWarning]) {
    let record = StepRecord(name: "a", operation: "x", status: .done, warnings: warnings)
    let run = Run(notebook: "n", title: "n", seed: 0, params: [:], steps: [record])
    let data = try ResultsFile(run).encoded()
    return (
      String(decoding: data, as: UTF8.self),
      try ResultsFile(decoding: data).steps["a"]?.warnings ?? []
    )
  }

  /// A program that knows no grades reads the texts as before.
  @Test func gradesStandBesideTheTexts() throws {
    let warnings = [StepWarning(.grave, "It is NaN."), StepWarning(.minor, "One is left out.")]
    let (text, again) = try file(warnings)
    #expect(again == warnings)
    #expect(text.contains(#""warning-grades" : ["#) || text.contains(#""warning-grades": ["#))
    #expect(text.contains("It is NaN."))
  }

  @Test func ordinaryWarningsAreWrittenAsBefore() throws {
    let (text, again) = try file([StepWarning(.ordinary, "Odd.")])
    #expect(again == [StepWarning(.ordinary, "Odd.")])
    #expect(!text.contains("grades"))
    #expect(try !file([]).text.contains("warning"))
  }

  @Test func gradesAreInOrder() {
    #expect(StepWarning.Grade.allCases == StepWarning.Grade.allCases.sorted())
    #expect(StepWarning.Grade.leavingOut(1, of: 4001) == .minor)
    #expect(StepWarning.Grade.leavingOut(41, of: 4001) == .ordinary)
    #expect(StepWarning.Grade.leavingOut(1, of: 3) == .ordinary)
  }
}
