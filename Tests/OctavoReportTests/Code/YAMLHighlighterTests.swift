import OctavoReport
import Testing

@Suite struct YAMLHighlighterTests {
  @Test func snapshot() throws {
    let source = """
      # a comment
      run: gpt.train
      width: ${params.width}   # divisible
      list: [1, two, 3e-4]
      that:
        - a.b < 1.95
        - 'quoted # text'
      url: http://x.org/#y
      """
    try expectSnapshot(
      HTMLTag.pre { YAMLHighlighter.nodes(source) }, named: "yaml")
  }

  @Test(arguments: [
    "", "\n\n", "a", ":", "- - -", "a: \"open", "${", "x: ${open", "k: {a: [b, 'c'], d: #}",
    "\t: tab", "key : v", "\"q: x\": y", "– unicode: 日本語 # ж", "a:b:c: d",
  ])
  func textIsNeverChanged(source: String) {
    #expect(HTMLNode.fragment(YAMLHighlighter.nodes(source)).plainText == source)
  }
}
