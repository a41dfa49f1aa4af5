import Foundation
import OctavoNotebook
import Testing

@Suite final class LinkedFileCheckTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("octavo-links-\(UUID().uuidString)")
  private let inner: URL

  init() throws {
    inner = folder.appendingPathComponent("in ner")
    try FileManager.default.createDirectory(
      at: inner.appendingPathComponent("sub"), withIntermediateDirectories: true)
    try write("data.txt", "1")
    try write("a b.txt", "1")
    try write("100%25.txt", "1")
    try write("pic.gif", "GIF89a")
    try write("text.png", "no image")
    try write("empty.png", "")
    try Data("GIF89a".utf8).write(to: folder.appendingPathComponent("far.gif"))
    try FileManager.default.createSymbolicLink(
      at: inner.appendingPathComponent("link.gif"),
      withDestinationURL: folder.appendingPathComponent("far.gif"))
    try #require(mkfifo(inner.appendingPathComponent("fifo.png").path, 0o600) == 0)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: inner.appendingPathComponent(name))
  }

  private func diagnostics(_ text: String) throws -> [Diagnostic] {
    let file = inner.appendingPathComponent("notebook.md")
    try Data(text.utf8).write(to: file)
    return Notebook.read(path: file.path).diagnostics
  }

  @Test(arguments: [
    "[a](data.txt)", "[a](./data.txt#x)", "[a](data.txt?b#c)", "[a](a%20b.txt)", "[a](<a b.txt>)",
    "[a](sub)", "[a](sub/)", "[a](../far.gif)", "[a](100%25.txt)", "[a](?q)",
    "[a](//example.org/x)",
    "[a](notebook.md#b)", "[a]\n\n[a]: data.txt", "![a](pic.gif)", "![a](pic.gif#x \"t\")",
    "![](data:image/gif;base64,R0lGODlh)", "[a]()",
  ])
  func whatIsThereIsNotWarnedOf(text: String) throws {
    #expect(try diagnostics(text) == [])
  }

  @Test(arguments: [
    ("x [none](none.md)", "the link leads nowhere: there is no file `none.md`", 3),
    ("[a](dat.txt)", "the link leads nowhere: there is no file `dat.txt`", 1),
    ("[a](/no/such/file)", "the link leads nowhere: there is no file `/no/such/file`", 1),
    ("[a](~/x)", "the link leads nowhere: there is no file `~/x`", 1),
    ("[a](foo\\)\\:)", "the link leads nowhere: there is no file `foo):`", 1),
    ("é [a][b]\n\n[b]: none.txt", "the link leads nowhere: there is no file `none.txt`", 3),
    ("[a](data.txt%00)", "the link leads nowhere: there is no file `data.txt%00`", 1),
  ])
  func deadLinksAreWarnedOf(text: String, message: String, column: Int) throws {
    let found = try diagnostics(text)
    #expect(found.map(\.message) == [message])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.range?.start == SourcePosition(line: 1, column: column))
    #expect(found.first?.remedy != nil)
  }

  @Test(arguments: [
    ("![m](missing.png)", "there is no image `missing.png`"),
    ("![m](text.png)", "`text.png` is no image"), ("![m](empty.png)", "`empty.png` is no image"),
    ("![m](sub)", "`sub` is a folder, not an image"),
    ("![m](fifo.png)", "`fifo.png` is not a regular file"),
    ("![m](../far.gif)", "the image `../far.gif` is outside the notebook's folder"),
    ("![m](link.gif)", "the image `link.gif` is outside the notebook's folder"),
    ("[![m](missing.png)](data.txt)", "there is no image `missing.png`"),
    ("![m](data:image/png;base64,AAAA)", "the address's data is no image"),
    (
      "---\ntheme: {logo: 'http://example.org/a.png'}\n---\n",
      "the image `http://example.org/a.png` is not a file of this computer"
    ),
    ("![m](/etc/passwd)", "the image `/etc/passwd` is outside the notebook's folder"),
  ])
  func imagesThatCannotBeShownAreErrors(text: String, message: String) throws {
    let found = try diagnostics(text)
    #expect(found.map(\.message) == [message])
    #expect(found.first?.severity == .error)
  }

  @Test func foldersMayBeAllowed() throws {
    #expect(
      try diagnostics(
        "---\nimage-folders: [..]\n---\n\n![a](../far.gif) ![b](link.gif)\n") == [])
    #expect(try diagnostics("---\nimage-folders: ..\n---\n\n![a](../far.gif)\n") == [])
  }
}
