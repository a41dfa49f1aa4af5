import Foundation
import OctavoNotebook
import OctavoResults
import Testing

@Suite final class BibliographyTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("octavo-bibliography-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func read(
    _ bibliography: String, _ prose: String = "[@a]", files: String = "a.bib"
  ) throws -> Notebook {
    try Data(bibliography.utf8).write(to: folder.appendingPathComponent("a.bib"))
    let file = folder.appendingPathComponent("notebook.md")
    try Data("---\nbibliography: \(files)\n---\n\n\(prose)\n".utf8).write(to: file)
    return Notebook.read(path: file.path)
  }

  private static let complete = "author = {A B}, title = {T}, year = 2020"

  @Test func everyFormIsRead() throws {
    let notebook = try read(
      """
      A comment, me@host.org.
      % @comment of TeX
      @comment{ @article{no, title = {x}} }
      @preamble{"\\x" # {y}}
      @STRING{who = "Ann " # {Other}}
      @string(where = {A {Nested} Place})
      @Article{a, Author = who # " and " # {B {C}}, title="A {q"uote}", YEAR=2020,
        journal = where, month = jan # "~1",}
      @book(b, author = {X}, title = {Y}, year = {1999})
      """, "[@a; @b]")
    #expect(notebook.diagnostics.map(\.message) == [])
    #expect(notebook.references.map(\.key) == ["a", "b"])
  }

  @Test func valuesAreJoined() throws {
    let notebook = try read(
      "@string{who = \"Ann \" # {Other}}\n@Article{a, Author = who # \" and \" # {B {C}},\n"
        + "title=\"A {q\"\"uote}\", YEAR=2020, month = jan # \"~1\",}")
    #expect(
      notebook.references == [
        Reference(
          key: "a", type: "article",
          fields: [
            "author": "Ann Other and B {C}", "title": "A {q\"\"uote}", "year": "2020",
            "month": "January~1",
          ])
      ])
  }

  @Test(arguments: [
    ("@misc{a, \(complete)", "a.bib:1:1: the entry `a` is not closed"),
    ("\n  @misc{a author = {x}}", "a.bib:2:11: a comma is missing in the entry `a`"),
    ("@misc{a, title = {x}", "a.bib:1:1: the entry `a` is not closed"),
    ("@misc{a, title = {x, year = 1}", "a.bib:1:1: the entry `a` is not closed"),
    ("@misc{a, title = \"x, year = 1}", "a.bib:1:18: this quote is never closed"),
    ("@misc{a, title = wher}", "a.bib:1:18: there is no string `wher`"),
    ("@misc{a, title {x}}", "a.bib:1:10: the field `title` has no value"),
    ("@misc{, title = {x}}", "a.bib:1:7: this `@misc` has no key"),
    ("@misc a", "a.bib:1:1: `@misc` has no brace behind it"),
    ("é @{x}", "a.bib:1:3: `@` begins no entry"),
    ("@misc{a, title = }", "a.bib:1:18: a value is missing"),
    ("@string{x}", "a.bib:1:10: a string is written `@string{name = {text}}`"),
  ])
  func faultsHaveTheirPlace(_ bibliography: String, _ message: String) throws {
    let notebook = try read(bibliography)
    #expect(notebook.diagnostics.map(\.message) == [message])
    #expect(notebook.diagnostics.map(\.identifier) == [.invalidBibliography])
    #expect(notebook.diagnostics.first?.range?.start == .init(line: 2, column: 15))
  }

  @Test func entriesBehindAFaultAreRead() throws {
    let notebook = try read("@misc{x, title = {}\n@misc{a, \(Self.complete)}")
    #expect(notebook.references.map(\.key) == ["a"])
    #expect(notebook.diagnostics.containsError)
  }

  @Test(arguments: [
    ("@misc{a, title = {T}}", "a.bib:1:7: the entry `a` has no `author` and no `year`"),
    (
      "@misc{a, \(complete)}\n@misc{a, \(complete)}",
      "a.bib:2:7: the key `a` is taken; this entry is left out"
    ),
    (
      "@misc{a, \(complete), year = 2021}",
      "a.bib:1:52: the entry `a` has the field `year` twice; the first is used"
    ),
    (
      "@misc{a, \(complete), note = {\\foo}}",
      "a.bib:1:7: the TeX command `\\foo` of the entry `a` is shown as it is"
    ),
    (
      "@misc{a, \(complete), crossref = {b}}",
      "a.bib:1:7: the `crossref` of `a` leads to no entry `b`"
    ),
  ])
  func doubtsAreWarnings(_ bibliography: String, _ message: String) throws {
    let notebook = try read(bibliography)
    #expect(notebook.diagnostics.map(\.message) == [message])
    #expect(!notebook.diagnostics.containsError)
    #expect(notebook.references.map(\.key) == ["a"])
  }

  @Test func unknownKeysAreFound() throws {
    let notebook = try read("@misc{ouyang2022, \(Self.complete)}", "[@ouyang2021] and @ouyang2023")
    #expect(notebook.diagnostics.map(\.identifier) == [.unknownReference, .unknownReference])
    #expect(notebook.diagnostics.map(\.severity) == [.error, .warning])
    #expect(
      notebook.diagnostics.map(\.remedy)
        == Array(repeating: "did you mean `@ouyang2022`?", count: 2))
    #expect(notebook.diagnostics[0].range?.start == .init(line: 5, column: 2))
    #expect(notebook.diagnostics[0].replacement?.text == "@ouyang2022")
  }

  @Test func anUnusedBibliographyIsWarnedOf() throws {
    let notebook = try read("@misc{a, \(Self.complete)}", "Text.")
    #expect(notebook.diagnostics.map(\.identifier) == [.unusedBibliography])
  }

  @Test func severalFilesAndMissingOnes() throws {
    try Data("@misc{b, \(Self.complete)}".utf8).write(to: folder.appendingPathComponent("b.bib"))
    let both = try read("@misc{a, \(Self.complete)}", "[@a; @b]", files: "[a.bib, b.bib]")
    #expect(both.diagnostics == [] && both.references.map(\.key) == ["a", "b"])
    let missing = try read("", "[@a]", files: "aa.bib")
    #expect(missing.diagnostics.map(\.message) == ["there is no bibliography `aa.bib`"])
    #expect(missing.diagnostics.first?.remedy == "did you mean `a.bib`?")
    #expect(try read("", files: ".").diagnostics.map(\.identifier) == [.unusableFile])
  }

  @Test func aNotebookFromAPipeKeepsWhatWasRead() throws {
    let file = folder.appendingPathComponent("a.bib")
    try Data("@misc{a, \(Self.complete)}".utf8).write(to: file)
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(
      contentsOf: Data("---\nbibliography: \(file.path)\n---\n\n# A pipe\n\n[@a]\n".utf8))
    try pipe.fileHandleForWriting.close()
    let notebook = Notebook.read(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    #expect(notebook.diagnostics == [])
    #expect(notebook.source.name == "a-pipe")
    #expect(notebook.references.map(\.key) == ["a"])
    #expect(notebook.citedKeys.map(\.key.text) == ["a"])
    #expect(notebook.headings.map(\.text) == ["A pipe"])
    #expect(notebook.bibliographyFiles.keys.sorted() == [file.path])
  }

  @Test func crossReferencesInherit() throws {
    let notebook = try read(
      "@inproceedings{a, author = {A}, title = {T}, crossref = {p}}\n"
        + "@proceedings{p, editor = {E}, title = {Proceedings}, year = 2020}")
    #expect(notebook.diagnostics == [])
    #expect(notebook.references.first?.fields["booktitle"] == "Proceedings")
    #expect(notebook.references.first?.fields["title"] == "T")
  }

  @Test(.timeLimit(.minutes(5))) func nothingTrapsAndTimeIsLinear() throws {
    var state: UInt64 = 1
    let signs = Array("@{}\"#,=()\\ \na%é".unicodeScalars)
    for _ in 0..<300 {
      var text = "@misc{a, "
      for _ in 0..<60 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.unicodeScalars.append(signs[Int(state >> 33) % signs.count])
      }
      _ = try read(text)
    }
    for piece in ["@", "{", "@misc{a,", "\"", "@misc{a, b = {"] {
      _ = try read(String(repeating: piece, count: 200_000))
    }
  }
}
