import OctavoNotebook
import OctavoReport
import Testing

/// Whatever tags a notebook writes, in whatever order: the page is well formed and holds none but
/// the elements and attributes that a report has.
@Suite struct InjectionTests {
  static let fragments = [
    "<details>", "<details open onclick=\"x\">", "</details>", "<summary>", "</summary>",
    "<summary id=\"a\">b", "<sub>", "</sub>", "<sup class='x'>", "</sup>", "<kbd>", "</kbd>",
    "<br>",
    "<b>", "</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=x>",
    "<a href=\"javascript:x\">", "</a>", "<!--", "-->", "<details", "<sub onclick=", "\">",
    "&lt;b>",
    "\n\n", "\n", "\n- ", "\n> ", " | ", "\n| - | - |\n", "*", "**", "`", "text", "~~", ":tada:",
    "![a](b.png)", "{#fig-a}", "\n\n: c {#tbl-a}\n\n", "[^1]", "\n\n[^1]: ", "&#1;0&#2;", "$x$",
  ]

  static let elements: Set = [
    "root", "p", "ul", "ol", "li", "blockquote", "pre", "code", "h2", "h3", "h4", "h5", "h6", "hr",
    "br", "em", "strong", "del", "sub", "sup", "kbd", "a", "img", "table", "thead", "tbody", "tr",
    "th", "td", "details", "summary", "section", "figure", "figcaption", "b", "div", "span", "svg",
    "path", "circle", "math", "semantics", "mrow", "mi", "annotation",
  ]

  @Test func nothingGetsIn() {
    var seed: UInt64 = 7
    func next(_ count: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % count
    }
    for _ in 0..<1_500 {
      let text = (0..<(2 + next(14))).map { _ in Self.fragments[next(Self.fragments.count)] }
        .joined()
      let notebook = Notebook.read(Source(path: "x.md", text: text))
      let markup = Markup("<root>\(SpecificationTests.html(of: notebook))</root>")
      #expect(markup.problem == nil, "\(text.debugDescription)")
      let unknown = markup.elements.filter { !Self.elements.contains($0.name) }
      #expect(unknown.isEmpty, "\(text.debugDescription)")
      let addresses = markup.elements.compactMap { $0.attributes["href"] }
      #expect(!addresses.contains { $0.hasPrefix("javascript") }, "\(text.debugDescription)")
      let events = markup.elements.flatMap(\.attributes.keys).filter { $0.hasPrefix("on") }
      #expect(events.isEmpty, "\(text.debugDescription)")
    }
  }
}
