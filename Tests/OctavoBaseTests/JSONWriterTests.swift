import Foundation
import OctavoBase
import Testing

@Suite struct JSONWriterTests {
  private let value: JSON = [
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
    #expect((["a": [1, [:]], "b": nil] as JSON).compactText == #"{"a":[1,{}],"b":null}"#)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    #expect(try JSON(parsing: value.text.utf8) == value)
    #expect(try JSON(parsing: value.compactText.utf8) == value)
  }

  @Test(arguments: ["\"", "\\", "line\nbreak", "\u{1}", "\u{1F600}", "tab\t"])
  func stringsSurvive(_ text: String) throws {
    let data = Data(JSON.array([.string(text)]).compactText.utf8)
    #expect(try JSONSerialization.jsonObject(with: data) as? [String] == [text])
  }

  @Test func numbersThatAreNotFiniteAreWords() {
    #expect(JSON.array([.number(.nan), .number(-.infinity)]).compactText == #"["nan","-inf"]"#)
  }
}
