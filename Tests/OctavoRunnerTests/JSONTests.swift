import Foundation
import OctavoRunner
import Testing

@Suite struct JSONTests {
  @Test func membersKeepTheirOrder() {
    let document = JSON.object(["b": .integer(1), "a": .array([.null, .boolean(true)])])
    #expect(document.text() == #"{"b":1,"a":[null,true]}"#)
  }

  @Test func indentedTextIsTheSameDocument() throws {
    let document = JSON.object(["list": .array([.number(0.1), .string("x")]), "none": .array([])])
    let plain = try JSONSerialization.jsonObject(with: Data(document.text().utf8))
    let indented = try JSONSerialization.jsonObject(
      with: Data(document.text(indented: true).utf8))
    #expect((plain as? NSDictionary) == (indented as? NSDictionary))
  }

  @Test(arguments: ["\"", "\\", "line\nbreak", "\u{1}", "\u{1F600}", "tab\t"])
  func stringsSurvive(_ text: String) throws {
    let data = Data(JSON.array([.string(text)]).text().utf8)
    #expect(try JSONSerialization.jsonObject(with: data) as? [String] == [text])
  }

  @Test func numbersThatAreNotFiniteAreWords() {
    #expect(JSON.array([.number(.nan), .number(-.infinity)]).text() == #"["nan","-inf"]"#)
  }
}
