import OctavoReport
import Testing

@Suite struct HTMLWriterTests {
  @Test func textIsEscaped() {
    let node = HTMLTag.p(.title("\"a\" & <b>\n")) { "<script>alert('x')</script> & more" }
    #expect(
      HTMLWriter.fragment(node)
        == "<p title=\"&quot;a&quot; &amp; &lt;b&gt;&#10;\">"
        + "&lt;script&gt;alert('x')&lt;/script&gt; &amp; more</p>")
  }

  @Test func voidElementsAreClosedAndEmptyOnesAreNot() {
    #expect(HTMLWriter.fragment(HTMLTag.br()) == "<br/>")
    #expect(HTMLWriter.fragment(HTMLTag.td()) == "<td></td>")
    #expect(HTMLWriter.fragment(HTMLTag.path(.d(SVGPath()))) == "<path d=\"\"/>")
  }

  /// A parser drops the first line end within `<pre>`: two are written, so that one stays.
  @Test func preformattedTextKeepsItsFirstLineEnd() {
    #expect(HTMLWriter.fragment(HTMLTag.pre { "\na" }) == "<pre>\n\na</pre>")
    #expect(HTMLWriter.fragment(HTMLTag.pre { "a" }) == "<pre>a</pre>")
  }

  @Test(arguments: [0, 8, 0x1B, 0x85, 0xFFFE, 0x1_FFFF, 0xFDD0] as [UInt32])
  func forbiddenScalarsAreReplaced(number: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(number))
    #expect(HTMLWriter.fragment(.text("a\(scalar)b")) == "a\u{FFFD}b")
  }

  /// Any scalar of text and attribute comes through a parser of XML as it was.
  @Test func everyPermittedScalarSurvivesParsing() {
    let scalars = (0x20...0x2FFF).compactMap(Unicode.Scalar.init).filter {
      !(0x7F..<0xA0).contains($0.value)
    }
    let text = String(String.UnicodeScalarView(scalars)) + "\r\n\t]]>😀"
    let markup = Markup(HTMLWriter.fragment(HTMLTag.p(.title(text)) { text }))
    #expect(markup.problem == nil)
    #expect(markup.elements.first?.text.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    let title = markup.elements.first?.attributes["title"]?.replacing("\t", with: " ")
    #expect(title == text.replacing("\t", with: " "))
  }

  @Test func builderTakesConditionsAndLoops() {
    let node = HTMLTag.ul {
      for item in ["a", "b"] { HTMLTag.li { item } }
      if Bool(true) { "yes" } else { "no" }
    }
    #expect(HTMLWriter.fragment(node) == "<ul><li>a</li><li>b</li>yes</ul>")
    #expect(node.plainText == "abyes")
  }
}
