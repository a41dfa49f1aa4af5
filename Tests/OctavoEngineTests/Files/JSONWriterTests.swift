import OctavoEngine
import Testing

@Suite struct JSONWriterTests {
  private let value: JSONValue = [
    "b": [1, 2.5, nil, true], "a": [[], [:], ["x": "\"\\\n\t\r\u{1}\u{7F}é😀"]], "empty": [:],
  ]

  @Test func textIsIndentedAndKeepsItsOrder() {
    #expect(
      value.text == #"""
        {
          "b": [1, 2.5, null, true],
          "a": [
            [],
            {},
            {
              "x": "\"\\\n\t\r\u0001\#u{7F}é😀"
            }
          ],
          "empty": {}
        }

        """#)
  }

  @Test func compactTextHasNoSpace() {
    #expect((["a": [1, [:]], "b": nil] as JSONValue).compactText == #"{"a":[1,{}],"b":null}"#)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    #expect(try JSONValue(parsing: value.text.utf8) == value)
    #expect(try JSONValue(parsing: value.compactText.utf8) == value)
  }
}
