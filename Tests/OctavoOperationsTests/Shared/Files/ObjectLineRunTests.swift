import Foundation
import OctavoBase
import OctavoOperations
import OctavoRunner
import Testing

/// What is wrong with a line, each cause with its own message.
@Suite struct ObjectLineRunTests {
  private static let good = #"{"prompt": "p", "response": "r"}"#

  @Test(
    arguments: [
      (
        #"{"prompt": "p", "response": NaN}"#,
        "line 2, column 29: `NaN` is not JSON; JSON has no such"
      ),
      (#"{"prompt": "p", "response": -Infinity}"#, "line 2, column 29: `-Infinity` is not JSON"),
      (
        #"{"prompt": "é\ud83d", "response": "r"}"#,
        "line 2, column 14: half a surrogate pair is not a character; remove it"
      ),
      (#"{"prompt": "p", "response": "r",}"#, "line 2, column 33: a comma follows the last member"),
      ("{'prompt': 'p'}", "line 2, column 2: a text in other quotation marks"),
      (#"["p", "r"]"#, "line 2: this is a list, and an object is wanted"),
      (#""p""#, "line 2: this is a text, and an object is wanted"),
      ("null", "line 2: this is null, and an object is wanted"),
      ("prompt,response", "line 2, column 1: this is not a JSON object: this is not a JSON value"),
      (
        #"{"prompt": "p", "respon"#, "the file ends within an object: a string does not end; it may"
      ),
      (
        "{\"prompt\": \"p\",\n\"response\": \"r\"}",
        "line 2, column 16: the line ends within an object"
      ),
      (
        #"{"prompt": "p", "prompt": "q", "response": "r"}"#,
        "line 2: the key `prompt` stands there twice"
      ),
      (good + " " + good, "line 2, column 34: a second object stands on the line"),
      (good + "; x", "line 2, column 33: something follows the object"),
      (#"{"prompt": "p", "response": null}"#, "line 2: `response` is null; give a text"),
      (
        #"{"prompt": "p", "response": 3}"#,
        "`response` is a number, and a text or a list of messages"
      ),
      (#"{"prompt": "p", "response": {}}"#, "`response` is an object, and a text"),
      (#"{"prompt": "p", "response": true}"#, "`response` is `true`, and a text"),
      (#"{"prompt": "p"}"#, "line 2: there is no `response`; the keys here are `prompt`"),
    ] as [(String, String)])
  func everyCauseHasItsMessage(line: String, message: String) throws {
    let problems = try FileStep("pairs.load", Self.good + "\n" + line).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  @Test func bytesThatAreNotUTF8() throws {
    var content = Data((Self.good + "\n" + #"{"prompt": "ca"#).utf8)
    content.append(0xE9)
    content.append(contentsOf: #""}"#.utf8)
    #expect(
      try FileStep("pairs.load", content).problems().first?.hasPrefix(
        "`data.jsonl` is not UTF-8: line 2, byte 15, is 0xE9") == true)
  }

  @Test(arguments: ["[\n \(good),\n \(good)\n]\n", "[\(good)]", " [ "])
  func anArrayInPlaceOfLines(text: String) throws {
    #expect(
      try FileStep("pairs.load", text).problems() == [
        "`data.jsonl` is a JSON array, and one object per line is wanted; "
          + "turn it into JSON Lines: `jq -c '.[]' FILE > FILE.jsonl`"
      ])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func linesEndInAnyWay(end: String) throws {
    let record = try FileStep(
      "pairs.load", [Self.good, Self.good, Self.good].joined(separator: end) + end
    ).record()
    #expect(record.values["count"] == 3)
    #expect(record.warnings.texts == [])
  }

  @Test func blankLinesAndUnusedKeysAreCounted() throws {
    let lines = [
      #"{"prompt": "p", "response": "r", "id": 7, "source": "x"}"#, "",
      #"{"prompt": "p", "response": "r", "id": 8}"#, " \t",
    ]
    #expect(
      try FileStep("pairs.load", lines.joined(separator: "\n") + "\n").record().warnings.texts == [
        "Keys of `data.jsonl` that are not used: `id` (2 lines), `source` (1 line); the first in "
          + "line 1.",
        "Passed over in `data.jsonl`: 2 blank lines, the first is line 2.",
      ])
  }

  /// Lines are whole wherever the pieces in which a file is read end.
  @Test func linesAcrossPieces() throws {
    let long = String(repeating: "é", count: 700_000)
    let lines = (0..<5).map { #"{"prompt": "\#($0)", "response": "\#(long)"}"# }
    let record = try FileStep("pairs.load", lines.joined(separator: "\r\n")).record()
    #expect(record.values["count"] == 5)
    #expect(record.passages.map(\.prompt) == ["0", "1"])
    #expect(record.passages.first?.text == long)
  }
}
