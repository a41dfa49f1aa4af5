import Foundation
import OctavoOperations
import OctavoRunner
import Testing

/// Ranks, and prompts that stand in the responses too.
@Suite struct PreferenceRunTests {
  private func ranking(_ ranks: String) -> FileStep {
    FileStep(
      "preferences.load", #"{"prompt": "Q", "responses": ["a", "b", "c"], "ranks": \#(ranks)}"#)
  }

  @Test(
    arguments: [
      ("[1, 2, 3]", ["1a", "2b", "3c"]), ("[0, 1, 2]", ["1a", "2b", "3c"]),
      ("[10, 20, 30]", ["1a", "2b", "3c"]), ("[2, 1, 2]", ["1b", "2a", "2c"]),
      ("[-5, 0.5, 0.25]", ["1a", "2c", "3b"]), ("null", ["1a", "2b", "3c"]),
      ("[9223372036854775807, 9223372036854775806, -9223372036854775808]", ["1c", "2b", "3a"]),
    ] as [(String, [String])])
  func ranksOrderWhateverTheyCountFrom(ranks: String, labels: [String]) throws {
    let passages = try ranking(ranks).record().passages
    #expect(passages.map { "\(($0.label ?? "").dropFirst(5))\($0.text)" } == labels)
  }

  @Test(
    arguments: [
      ("[1, 2]", "`ranks` has 2 numbers, and there are 3 `responses`"),
      ("[1, 2, \"3\"]", "`ranks[2]` is a text, and a number is wanted"),
      ("3", "`ranks` is a number, and a list of numbers is wanted"),
      ("[1, 2, 9223372036854775808]", "too large to tell apart"),
    ] as [(String, String)])
  func wrongRanks(ranks: String, message: String) throws {
    let problems = try ranking(ranks).problems()
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  private func comparison(_ prompt: String, _ chosen: String, _ rejected: String) -> String {
    #"{"prompt": "\#(prompt)", "chosen": "\#(chosen)", "rejected": "\#(rejected)"}"#
  }

  @Test func aPromptThatEveryResponseBeginsWithIsTakenOff() throws {
    let lines = [comparison("Q: x", "Q: x A", "Q: x B"), comparison("é?", "é? 1", "é? 2")]
    let record = try FileStep("preferences.load", lines.joined(separator: "\n")).record()
    #expect(record.passages.map(\.prompt) == ["Q: x", "Q: x"])
    #expect(record.passages.map(\.text) == [" A", " B"])
    #expect(
      record.warnings.texts == [
        "The responses begin with their prompt in all 2 lines that have one apart; it was taken off "
          + "them."
      ])
  }

  @Test func aMixtureIsRefused() throws {
    let lines = [
      comparison("Q", "A", "B"), comparison("Q", "Q A", "Q B"), comparison("R", "R A", "B"),
    ]
    #expect(
      try FileStep("preferences.load", lines.joined(separator: "\n")).problems() == [
        "data.jsonl: the responses begin with their prompt in 1 of 3 lines, such as line 2, and not "
          + "in the others, such as line 1; bring all lines to one form"
      ])
  }

  @Test func whatIsLeftOutIsNoMixture() throws {
    let lines = [
      comparison("Q", "Q A", "Q B"), comparison("Q", "", "Q B"),
      #"{"prompt": "Q", "responses": []}"#,
    ]
    let record = try FileStep("preferences.load", lines.joined(separator: "\n")).record()
    #expect(record.passages.map(\.text) == [" A", " B"])
    #expect(
      record.warnings.texts.last
        == "Left out of 3 preferences: 1 with an empty response, 1 that prefer nothing.")
  }

  /// One response may repeat its prompt without the file having that form.
  @Test func aSingleEchoIsKept() throws {
    let record = try FileStep("preferences.load", comparison("R", "R A", "B")).record()
    #expect(record.passages.map(\.text) == ["R A", "B"])
    #expect(record.warnings.texts == [])
  }

  @Test func promptsOnBothSidesAreCounted() throws {
    let lines = ["A", "B", "C", "A"].map { comparison($0, "a", "b") }
    let record = try FileStep(
      "preferences.load", lines.joined(separator: "\n"), options: "validation-fraction: 0.25"
    ).record()
    #expect(
      record.warnings.texts == [
        "1 of the 1 validation examples have a prompt that is also learned from, such as “A”: they "
          + "say less about new prompts. The validation split is the end of the file."
      ])
  }

  @Test func theOnlyPreferenceIsLearnedFrom() throws {
    let record = try FileStep(
      "preferences.load", comparison("Q", "a", "b"), options: "validation-fraction: 0.1"
    ).record()
    #expect(record.values["count"] == 1)
    #expect(record.values["validation-count"] == 0)
    #expect(
      record.warnings.texts == ["There is only one example, so the validation split is empty."])
  }
}
