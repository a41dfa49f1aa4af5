import Foundation
import OctavoReport
import Testing

@Suite struct CodeHighlighterTests {
  static let languages = [
    "python", "py", "swift", "c", "shell", "sh", "bash", "zsh", "console", "json", "jsonc", "yaml",
    "yml", "markdown", "md", "unknown",
  ]

  /// `k:def` for each colored stretch.
  private func tokens(_ text: String, _ language: String) -> [String] {
    CodeHighlighter.nodes(text, language: language).compactMap { node in
      guard case .element(_, let attributes, _) = node else { return nil }
      return "\(attributes.first?.value ?? ""):\(node.plainText)"
    }
  }

  @Test(arguments: [
    (
      "python", "@a.b\ndef f(x): return x + 1.5e-3 # no",
      ["d:@a.b", "k:def", "k:return", "n:1.5e-3", "c:# no"]
    ),
    ("python", "'''a\nb''' r\"\\d\" len(x)", ["s:'''a\nb'''", "s:r\"\\d\"", "t:len"]),
    ("python", "f\"{x + 1} {{y}}\"", ["s:f\"{", "n:1", "s:} {{y}}\""]),
    ("python", "'open\nif", ["s:'open", "k:if"]),
    (
      "swift", "let a: Int = \"x\\(b ? 1 : f(\")\"))y\"",
      ["k:let", "t:Int", "s:\"x\\(", "n:1", "s:\")\"", "s:)y\""]
    ),
    (
      "swift", "/* a /* b */ c */ #\"\\\"# @MainActor",
      ["c:/* a /* b */ c */", "s:#\"\\\"#", "d:@MainActor"]
    ),
    ("swift", "#if x\n.default 0x1F", ["d:#if", "n:0x1F"]),
    ("c", "#include <a.h>\nint x = 'a'; // c", ["d:#include", "t:int", "s:'a'", "c:// c"]),
    (
      "sh", "for x in a#b; do echo \"$x ${y}\" '$z' # c",
      ["k:for", "k:in", "k:do", "t:echo", "s:\"$x ${", "s:}\"", "s:'$z'", "c:# c"]
    ),
    ("bash", "echo $HOME ${x:-1} $1", ["t:echo", "x:$HOME", "x:${x:-1}", "x:$1"]),
    ("console", "$ cd x\ncd y", ["t:cd"]),
    (
      "json", "{\"a\" : \"b\", \"c\": [true, -1e5]}",
      ["k:\"a\"", "s:\"b\"", "k:\"c\"", "k:true", "n:1e5"]
    ),
    (
      "md", "# A\n- b `c` [d](e)\n```\n# f\n```\n<!-- g\n h -->",
      ["k:# A", "k:-", "s:`c`", "x:e", "s:```", "s:# f", "s:```", "c:<!-- g", "c: h -->"]
    ),
    ("yaml", "a: 'b' # c", ["k:a", "s:'b'", "c:# c"]),
    ("unknown", "let x = 1", []),
  ])
  func colors(_ language: String, _ text: String, _ expected: [String]) {
    #expect(tokens(text, language) == expected)
  }

  @Test(arguments: languages)
  func textIsNeverChanged(language: String) {
    var state: UInt64 = 7
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let signs = Array("\"'`#/*\\(){}[]<>@$:-!=.,0xe+ \n\r\tabcdefr_é日".unicodeScalars)
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<next(120) { text.unicodeScalars.append(signs[next(signs.count)]) }
      let bytes = String(decoding: (0..<next(200)).map { _ in UInt8(next(256)) }, as: UTF8.self)
      for source in [text, bytes] {
        let shown = HTMLNode.fragment(CodeHighlighter.nodes(source, language: language)).plainText
        #expect(Array(shown.utf8) == Array(source.utf8))
      }
    }
  }

  /// The files of this repository.
  @Test func realSourcesKeepTheirText() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let files = [
      ("swift", "Sources/OctavoReport/Code/CodeTokenizer.swift"),
      ("swift", "Tests/OctavoReportTests/Code/CodeHighlighterTests.swift"),
      ("c", "Sources/CKernels/matrix_product.c"), ("c", "Sources/CImages/jpeg.c"),
      ("python", "Benchmarks/pytorch_gpt.py"), ("python", "Benchmarks/compare.py"),
      ("sh", "Scripts/setup"), ("sh", "Scripts/notebooks"), ("json", ".swift-format"),
      ("yaml", ".clang-format"), ("md", "README.md"), ("md", "docs/notebook.md"),
    ]
    for (language, path) in files {
      let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      let nodes = CodeHighlighter.nodes(source, language: language)
      #expect(HTMLNode.fragment(nodes).plainText == source, "\(path)")
      #expect(nodes.count > 5, "\(path)")
    }
  }

  /// Ten times the text takes about ten times as long, whatever is never closed in it.
  @Test(arguments: ["\"", "'", "`", "${", "/*", "\\(", "\"\\(", "f\"{", "](", "#\"", "$(", "\"${"])
  func timeIsLinear(piece: String) {
    let text = String(repeating: piece, count: 100_000)
    let clock = ContinuousClock()
    for language in Self.languages {
      let time = clock.measure { _ = CodeHighlighter.nodes(text, language: language) }
      #expect(time < .seconds(5), "\(language)")
    }
  }
}
