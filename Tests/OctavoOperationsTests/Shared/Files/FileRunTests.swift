import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What is read from files of other people's, and what is left out of them.
@Suite struct FileRunTests {
  /// Runs one step on a file with these lines.
  private func run(_ operation: String, _ lines: [String], options: String = "") throws -> Run {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "data.jsonl")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    let text = """
      ```step load
      run: \(operation)
      path: data.jsonl
      validation-fraction: 0
      \(options)
      ```
      """
    let plan = Plan(
      Notebook.read(Source(path: "files.md", text: text)), catalogue: .octavo, folder: folder)
    #expect(plan.diagnostics.map(\.message) == [])
    return Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
  }

  private func passages(_ run: Run) -> [Passage] {
    guard case .figure(let figure)? = run[step: "load"]?.shownItems.first,
      case .passages(let passages) = figure.content
    else { return [] }
    return passages
  }

  @Test func pairsWithOtherKeysAndAnEnding() throws {
    let run = try run(
      "pairs.load",
      [
        #"{"question": "Why?", "answer": " Because.", "id": 7}"#,
        #"{"question": "", "answer": "to nothing"}"#, "  ",
        #"{"question": "How?", "answer": ""}"#,
      ], options: "prompt-key: question\nresponse-key: answer\nending: <end>")
    let step = try #require(run[step: "load"])
    #expect(step.status == .done)
    #expect(step.values["count"] == 1)
    #expect(step.warnings.texts.contains { $0.contains("2 of 3 pairs") })
    #expect(passages(run) == [Passage(prompt: "Why?", text: " Because.<end>")])
  }

  /// HH-RLHF: whole dialogues; the shared beginning of the answers belongs to the answers.
  @Test func dialoguesAreCutAtTheLastTurn() throws {
    let shared = #"\n\nHuman: Hi\n\nAssistant: Hello!\n\nHuman: A joke?\n\nAssistant:"#
    let run = try run(
      "preferences.load",
      [#"{"chosen": "\#(shared) Sure, one.", "rejected": "\#(shared) Sure, none."}"#])
    let prompt = shared.replacing(#"\n"#, with: "\n")
    #expect(
      passages(run) == [
        Passage(label: "rank 1", prompt: prompt, text: " Sure, one."),
        Passage(label: "rank 2", prompt: prompt, text: " Sure, none."),
      ])
  }

  @Test func textsWithoutTurnsAreCutAtAWholeWord() throws {
    let run = try run(
      "preferences.load", [#"{"chosen": "the cat sat", "rejected": "the cab sat"}"#])
    #expect(passages(run).map(\.prompt) == ["the", "the"])
    #expect(passages(run).map(\.text) == [" cat sat", " cab sat"])
  }

  @Test func promptsApartAndRankings() throws {
    let run = try run(
      "preferences.load",
      [
        #"{"prompt": "p", "responses": ["worst", "best", "middle"], "ranks": [2, 0, 1]}"#,
        #"{"prompt": "p", "chosen": "a", "rejected": "b", "margin": 0.5}"#,
        #"{"prompt": "p", "responses": ["first", "second"]}"#,
      ])
    #expect(passages(run).map(\.text) == ["best", "middle", "worst"])
    #expect(run[step: "load"]?.values["comparisons"] == 5)
  }

  @Test func whatTeachesNothingIsCountedByReason() throws {
    let run = try run(
      "preferences.load",
      [
        #"{"prompt": "p", "chosen": "a", "rejected": "a"}"#,
        #"{"prompt": "p", "chosen": "a", "rejected": ""}"#,
        #"{"prompt": "", "chosen": "a", "rejected": "b"}"#,
        #"{"prompt": "p", "responses": ["a", "b"], "ranks": [0, 0]}"#,
        #"{"prompt": "p", "chosen": "a", "rejected": "b"}"#,
      ])
    let step = try #require(run[step: "load"])
    #expect(step.values["count"] == 1)
    #expect(
      step.warnings.texts == [
        "Left out of 5 preferences: 1 between equal responses, 1 with an empty response, "
          + "1 without a prompt, 1 that prefer nothing."
      ])
  }

  @Test func aFileOfUselessPreferencesIsAnError() throws {
    let step = FileStep("preferences.load", #"{"prompt": "p", "chosen": "a", "rejected": "a"}"#)
    #expect(try step.problems() == ["`data.jsonl` has no preference to learn from"])
  }
}
