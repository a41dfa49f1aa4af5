import Foundation
import OctavoBase
import OctavoLanguageServer
import Testing

@Suite struct DocumentTests {
  private let broken = "# 🚀 ü\n\n```step stories\nrun: stories.compos\n```\n"

  @Test func diagnosticsAreThoseOfCheck() throws {
    let editor = Editor(broken)
    let told = try #require(editor.diagnostics().first)
    #expect(told["uri"] == .string(Editor.uri))
    #expect(told["version"] == 1)
    let diagnostic = try #require(told["diagnostics"]?.elements?.first)
    #expect(diagnostic["severity"] == 1)
    #expect(diagnostic["code"] == "unknown-operation")
    #expect(diagnostic["message"]?.string?.contains("did you mean `stories.compose`?") == true)
    #expect(diagnostic["range"]?["start"] == ["line": 3, "character": 5])
    #expect(diagnostic["range"]?["end"] == ["line": 3, "character": 19])
    #expect(editor.diagnostics().isEmpty, "they are told once")
  }

  @Test func notesWithAPlaceAreRelatedInformation() throws {
    let editor = Editor("```step a\nrun: stories.compose\n```\n\n```step a\nrun: expect\n```\n")
    let diagnostic = try #require(editor.diagnostics().first?["diagnostics"]?.elements?.first)
    #expect(diagnostic["code"] == "duplicate-name")
    let related = try #require(diagnostic["relatedInformation"]?.elements?.first)
    #expect(related["location"]?["range"]?["start"] == ["line": 0, "character": 8])
  }

  @Test func changesWaitForAPauseInTyping() {
    let editor = Editor(sample)
    #expect(editor.diagnostics().count == 1)
    editor.change([["text": "# Other\n"]], version: 2)
    #expect(editor.server.dueDiagnostics(at: .now).isEmpty)
    #expect(editor.server.nextDiagnosticsDue != nil)
    #expect(editor.diagnostics().first?["version"] == 2)
    #expect(editor.server.nextDiagnosticsDue == nil)
  }

  /// A change behind an emoji and an umlaut, in both encodings.
  @Test(arguments: [("utf-16", 8), ("utf-8", 11)])
  func changesArePlacedInTheEncoding(encoding: String, character: Int) throws {
    let editor = Editor(
      "```step s\nrun: stories.compose\n```\n\n🚀 ü `{vlue} s.unigram-entropy`\n",
      encodings: [encoding])
    let warning = try #require(editor.diagnostics().first?["diagnostics"]?.elements?.first)
    #expect(warning["severity"] == 2)
    #expect(warning["range"]?["start"]?["character"] == .integer(character - 2))
    let place: JSON = ["line": 4, "character": .integer(character)]
    editor.change([["range": ["start": place, "end": place], "text": "a"]], version: 2)
    #expect(editor.diagnostics().first?["diagnostics"] == [])
  }

  @Test func incrementalChangesGiveTheText() throws {
    let editor = Editor("🚀ü\n```step s\r\nrun: stories.compos\r\n```\n")
    func place(_ line: Int, _ character: Int) -> JSON {
      ["line": .integer(line), "character": .integer(character)]
    }
    editor.change(
      [
        ["range": ["start": place(2, 19), "end": place(2, 99)], "text": "e"],
        ["range": ["start": place(0, 2), "end": place(0, 3)], "text": "ö"],
        ["range": ["start": place(900, 0), "end": place(901, 7)], "text": "\nend\n"],
      ], version: 2)
    #expect(editor.diagnostics().first?["diagnostics"] == [])
    let hover = editor.ask("hover", at: place(2, 8))
    #expect(hover["contents"]?["value"]?.string?.contains("stories.compose") == true)
  }

  /// Half of a pair of surrogates, a place outside the text, a range that ends before it begins.
  @Test func placesThatAreNoneAreBroughtIntoTheText() {
    let editor = Editor(sample)
    for position in [(-1, -1), (5, 9), (5, 10), (9_999, 0), (6, 9_999), (0, Int.max), (Int.max, 1)]
    {
      let place: JSON = ["line": .integer(position.0), "character": .integer(position.1)]
      for method in [
        "hover", "completion", "definition", "references", "prepareRename", "documentHighlight",
      ] {
        _ = editor.ask(method, at: place)
      }
      _ = editor.ask("rename", [("newName", "other")], at: place)
      let end: JSON = ["line": 2, "character": 0]
      _ = editor.ask("codeAction", [("range", ["start": place, "end": end])])
      _ = editor.ask("rangeFormatting", [("range", ["start": place, "end": end])])
    }
    let (late, early): (JSON, JSON) = (["line": 9, "character": 2], ["line": 3, "character": 1])
    editor.change([["range": ["start": late, "end": early], "text": "x"]], version: 2)
    #expect(editor.diagnostics().count == 1)
  }

  @Test func otherMarkdownHasNoDiagnostics() {
    let editor = Editor("# Notes\n\n<marquee>hello</marquee> [](#nowhere)\n\n```python\nx\n```\n")
    #expect(editor.diagnostics().first?["diagnostics"] == [])
    #expect(editor.labels.isEmpty)
  }

  @Test func severalDocumentsAreTold() throws {
    let editor = Editor(sample)
    editor.open(broken, uri: "untitled:Untitled-1")
    let told = editor.diagnostics()
    #expect(told.map { $0["uri"]?.string } == [Editor.uri, "untitled:Untitled-1"])
    #expect(told.map { $0["diagnostics"]?.elements?.count } == [0, 1])
    editor.notify("textDocument/didClose", ["textDocument": ["uri": "untitled:Untitled-1"]])
    let closed = try #require(editor.diagnostics().first)
    #expect(closed["uri"] == "untitled:Untitled-1")
    #expect(closed["diagnostics"] == [])
  }

  @Test func filesAreFoundBesideTheDocument() throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-lsp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "Some words.".write(
      to: folder.appending(path: "text file.txt"), atomically: true, encoding: .utf8)
    let editor = Editor()
    _ = editor.diagnostics()
    let uri = folder.appending(path: "a notebook.md").absoluteString
    editor.open("```step text\nrun: text.load\npath: text file.txt\n```\n", uri: uri)
    #expect(editor.diagnostics().first?["diagnostics"] == [])
    editor.change(
      [["text": "```step text\nrun: text.load\npath: other.txt\n```\n"]], version: 2, uri: uri)
    #expect(editor.diagnostics().first?["diagnostics"]?.elements?.count == 1)
  }

  /// Every prefix of a notebook is a text that is being written.
  @Test func noTextIsTooIncomplete() {
    let editor = Editor(sample)
    var text = ""
    for (version, character) in sample.enumerated() {
      text.append(character)
      guard version.isMultiple(of: 7) else { continue }
      editor.change([["text": .string(text)]], version: version)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let end: JSON = [
        "line": .integer(lines.count - 1),
        "character": .integer(String(lines[lines.count - 1]).utf16.count),
      ]
      for method in ["completion", "hover", "definition", "documentSymbol", "foldingRange"] {
        #expect(!editor.ask(method, at: end).isNull || method == "hover" || method == "definition")
      }
      _ = editor.ask("formatting")
    }
  }
}
