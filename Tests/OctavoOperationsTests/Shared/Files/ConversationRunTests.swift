import Foundation
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// Lists of messages as prompts, responses and whole conversations.
@Suite struct ConversationRunTests {
  private static func message(_ role: String, _ content: String) -> String {
    #"{"role": "\#(role)", "content": "\#(content)"}"#
  }

  private static let hi = message("user", "hi")
  private static let good = message("assistant", "good")
  private static let bad = message("assistant", "bad")
  private static let prompt = "\n\nHuman: hi\n\nAssistant: "

  @Test(
    arguments: [
      #"{"chosen": [\#(hi), \#(good)], "rejected": [\#(hi), \#(bad)]}"#,
      #"{"prompt": "hi", "chosen": [\#(hi), \#(good)], "rejected": [\#(hi), \#(bad)]}"#,
      #"{"prompt": [\#(hi)], "chosen": [\#(good)], "rejected": [\#(bad)]}"#,
      #"{"prompt": [\#(hi)], "chosen": \#(good), "rejected": \#(bad)}"#,
      #"{"prompt": "hi", "chosen": [\#(good)], "rejected": [\#(bad)]}"#,
      #"{"prompt": [\#(hi)], "chosen": [\#(hi), \#(good)], "rejected": [\#(hi), \#(bad)]}"#,
      #"{"prompt": [\#(hi)], "chosen": "good", "rejected": "bad"}"#,
      #"{"prompt": [\#(hi)], "responses": [[\#(good)], "bad"]}"#,
      #"{"prompt": "hi", "responses": [[\#(bad)], [\#(good)]], "ranks": [2, 1]}"#,
    ] as [String])
  func preferencesInEveryForm(line: String) throws {
    let record = try FileStep("preferences.load", line).record()
    #expect(record.warnings.texts == [])
    #expect(
      record.passages == [
        Passage(label: "rank 1", prompt: Self.prompt, text: "good"),
        Passage(label: "rank 2", prompt: Self.prompt, text: "bad"),
      ])
  }

  @Test func conversationsPartAtTheLastAnswer() throws {
    let system = Self.message("system", "Be kind.")
    let shared = [system, Self.hi, Self.good, Self.message("user", "more")].joined(separator: ", ")
    let line = #"{"chosen": [\#(shared), \#(Self.good)], "rejected": [\#(shared), \#(Self.bad)]}"#
    let record = try FileStep("preferences.load", line).record()
    #expect(
      record.passages.first?.prompt
        == "Be kind.\n\nHuman: hi\n\nAssistant: good\n\nHuman: more\n\nAssistant: ")
    let other = #"""
      {"chosen": [\#(Self.hi), \#(Self.good), \#(Self.message("user", "x")), \#(Self.good)], \#
      "rejected": [\#(Self.hi), \#(Self.good), \#(Self.message("user", "y")), \#(Self.bad)]}
      """#
    let parted = try FileStep("preferences.load", other).record()
    #expect(parted.passages.map(\.prompt) == [Self.prompt, Self.prompt])
    #expect(parted.passages.first?.text == "good\n\nHuman: x\n\nAssistant: good")
  }

  @Test(
    arguments: [
      (#"{"messages": [\#(hi), \#(good)]}"#, prompt, "good"),
      (#"{"prompt": [\#(hi)], "response": [\#(good)]}"#, prompt, "good"),
      (#"{"prompt": "hi", "response": [\#(good)]}"#, prompt, "good"),
      (
        #"{"conversations": [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "good"}]}"#,
        prompt, "good"
      ),
      (
        #"{"messages": [\#(hi), \#(bad), \#(message("user", "no")), \#(good)]}"#,
        "\n\nHuman: hi\n\nAssistant: bad\n\nHuman: no\n\nAssistant: ", "good"
      ),
      (
        #"""
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "h"}, \#
        {"type": "text", "text": "i"}]}, \#(good)]}
        """#, prompt, "good"
      ),
    ] as [(String, String, String)])
  func pairsInEveryForm(line: String, prompt: String, response: String) throws {
    let record = try FileStep("pairs.load", line).record()
    #expect(record.warnings.texts == [])
    #expect(record.passages == [Passage(prompt: prompt, text: response)])
  }

  @Test func turnMarksAreOptions() throws {
    let record = try FileStep(
      "pairs.load", #"{"messages": [\#(Self.message("system", "s")), \#(Self.hi), \#(Self.good)]}"#,
      options: #"""
        validation-fraction: 0
        user-turn: "U:"
        assistant-turn: " A:"
        system-turn: "S:"
        """#
    ).record()
    #expect(record.passages == [Passage(prompt: "S:sU:hi A:", text: "good")])
  }

  @Test func whatFollowsTheLastAnswerAndOtherKeysAreCounted() throws {
    let named = #"{"role": "assistant", "content": "good", "name": "x"}"#
    let record = try FileStep(
      "pairs.load", #"{"messages": [\#(Self.hi), \#(named), \#(Self.hi)]}"#
    ).record()
    #expect(
      record.warnings.texts == [
        "Keys of `data.jsonl` that are not used: `messages[].name` (1 line), "
          + "`messages[] after the last answer` (1 line); the first in line 1."
      ])
    let unanswered = try FileStep(
      "pairs.load",
      [#"{"messages": [\#(Self.hi)]}"#, #"{"messages": [\#(Self.hi), \#(Self.good)]}"#]
        .joined(separator: "\n")
    ).record()
    #expect(
      unanswered.warnings.texts == [
        "Left out because the prompt or the response is missing: 1 of 2 pairs."
      ])
  }

  @Test(
    arguments: [
      (#"{"messages": []}"#, "`messages` has no message"),
      (#"{"messages": "hi"}"#, "`messages` is a text, and a list of messages is wanted"),
      (#"{"messages": ["hi"]}"#, "`messages[0]` is a text, and a message is wanted"),
      (#"{"messages": [{"text": "hi"}]}"#, "`messages[0]` has no `role` with a `content`"),
      (
        #"{"messages": [{"role": "tool", "content": "hi"}]}"#,
        "`messages[0]` is of the role `tool`, which is not known; those known are `assistant`"
      ),
      (
        #"{"messages": [{"role": "user", "content": null}]}"#, "`messages[0].content` is null"
      ),
      (
        #"{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}"#,
        "`messages[0].content[0]`, of the type `image_url`, is not a text"
      ),
    ] as [(String, String)])
  func wrongMessages(line: String, message: String) throws {
    let problems = try FileStep("pairs.load", line).problems()
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  @Test(
    arguments: [
      (
        #"{"chosen": "a", "rejected": [\#(bad)]}"#,
        "`rejected` is a list, and a text is wanted; give both as texts, or both as lists"
      ),
      (
        #"{"chosen": [\#(hi)], "rejected": [\#(hi)]}"#,
        "no common beginning that the assistant answers"
      ),
      (
        #"{"prompt": "ho", "chosen": [\#(hi), \#(good)], "rejected": [\#(hi), \#(bad)]}"#,
        "`prompt` is not what `chosen` and `rejected` begin with"
      ),
      (#"{"prompt": "p", "chosen": "a", "rejected": null}"#, "`rejected` is null"),
      (
        #"{"prompt": "p", "completion": "a", "label": true}"#,
        "there is no `chosen` with a `rejected`"
      ),
      (
        #"{"prompt": 3, "chosen": "a", "rejected": "b"}"#,
        "`prompt` is a number, and a text or a list"
      ),
      (
        #"{"prompt": "p", "chosen": "a", "rejected": "b", "margin": "1"}"#,
        "`margin` is a text, and a number is wanted"
      ),
    ] as [(String, String)])
  func wrongPreferences(line: String, message: String) throws {
    let problems = try FileStep("preferences.load", line).problems()
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }
}
