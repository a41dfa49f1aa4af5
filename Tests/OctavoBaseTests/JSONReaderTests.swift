import Foundation
import OctavoBase
import Testing

@Suite struct JSONReaderTests {
  @Test(
    arguments: [
      ("null", .null), (" true ", .boolean(true)), ("false", .boolean(false)),
      ("0", .integer(0)), ("-12", .integer(-12)), ("1.5e2", .number(150)), ("1e3", .number(1000)),
      ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
      (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u00e9\ud83d\ude00é""#, .string("é😀é")),
      ("[]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
      ("{}", .object([] as [JSON.Member])),
      (
        #"{"b":1,"a":{"c":null}}"#,
        .object([
          JSON.Member(key: "b", value: .integer(1)),
          JSON.Member(key: "a", value: .object([JSON.Member(key: "c", value: .null)])),
        ])
      ),
    ] as [(String, JSON)])
  func readsValues(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text.utf8) == value)
  }

  @Test(arguments: [
    ("", "the text ends where a value should be", 0),
    ("nul", "this is not a JSON value", 0),
    ("1 2", "something follows the document", 2),
    ("01", "a number begins with a superfluous zero", 2),
    ("-", "a digit is missing", 1),
    ("1.", "a digit is missing", 2),
    ("1e999", "a number is too large", 5),
    (#""abc"#, "a string does not end", 4),
    ("\"a\nb\"", "a control character in a string is not escaped", 2),
    (#""\x""#, "there is no such escape", 1),
    (#""\u12g4""#, "an escape needs four hexadecimal digits", 3),
    (#""\ud83d""#, "half a surrogate pair is not a character", 1),
    (#""\ud83d\u0041""#, "half a surrogate pair is not a character", 1),
    (#""a\ude00""#, "half a surrogate pair is not a character", 2),
    ("[1,]", "a comma follows the last element", 3),
    ("[1 2]", "a comma or a closing bracket is missing", 3),
    (#"{"a"}"#, "a colon is missing", 4),
    (#"{"a":1,}"#, "a comma follows the last member", 7),
    (#"{"a":1,2}"#, "a member's name is missing", 7),
    (#"{"a":1"#, "a comma or a closing brace is missing", 6),
    ("[NaN]", "`NaN` is not JSON", 1), ("-Infinity", "`-Infinity` is not JSON", 0),
    (#"{"a": None}"#, "`None` is not JSON", 6), ("True", "`True` is not JSON", 0),
    ("{'a': 1}", "a text in other quotation marks than `\"`", 1),
    ("{} // x", "something follows the document", 3), ("// x", "a comment", 0),
  ])
  func errorsNameProblemAndPlace(text: String, problem: String, offset: Int) {
    do {
      _ = try JSON(parsing: text.utf8)
      Issue.record("\(text) is read")
    } catch {
      #expect(error.problem == problem)
      #expect(error.offset == offset)
    }
  }

  @Test func stringsThatAreNotUTF8AreRefused() {
    #expect(throws: JSONError(problem: "a string is not UTF-8", offset: 1)) {
      try JSON(parsing: [0x22, 0xFF, 0x22])
    }
    #expect(throws: JSONError(problem: "a string is not UTF-8", offset: 5)) {
      try JSON(parsing: Array(#""\na"#.utf8) + [0x62, 0xE9, 0x22])
    }
    // An escape does not complete the bytes before it.
    #expect(throws: JSONError(problem: "a string is not UTF-8", offset: 1)) {
      try JSON(parsing: [0x22, 0xC3] + Array(#"\u00e9""#.utf8))
    }
  }

  @Test func deepNestingIsRefused() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSON(parsing: nested(200))
    #expect(throws: JSONError(problem: "the nesting is too deep", offset: 200)) {
      try JSON(parsing: nested(201))
    }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(1_000_000)) }
  }

  @Test func canonicallyEquivalentKeysStayApart() throws {
    let value = try JSON(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)
    #expect(value["\u{E9}"] == .integer(1))
    #expect(value["e\u{301}"] == .integer(2))
  }

  /// Where Foundation reads a damaged document, so do we, and the other way round; but Foundation
  /// lets a comma end a list, which is no JSON.
  @Test func agreesWithFoundationOnWhatIsJSON() throws {
    let whole = Array(#"{"a": [1, -2.5e3, "x\u00e9\n"], "b": {"c": null, "d": true}}"#.utf8)
    let alphabet = Array(#"{}[]",:\u0123456789eE+-. tfn"#.utf8)
    var random = SplitMix64(seed: 4)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<2, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.remove(at: place)
        default: bytes.insert(byte, at: place)
        }
      }
      let isJSON = (try? JSON(parsing: bytes)) != nil
      let text = String(decoding: bytes, as: UTF8.self)
      let hasTrailingComma = text.contains(",]") || text.contains(",}")
      let isRead =
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
      #expect(isJSON == isRead || !isJSON && hasTrailingComma, "\(text)")
      accepted += isJSON ? 1 : 0
    }
    #expect((100..<19_900).contains(accepted))
  }
}
