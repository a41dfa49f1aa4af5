import Foundation
import OctavoNotebook
import Testing

@Suite struct SourceTests {
  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\nb", ["a", "b"]),
    ("a\r\nb\r\n", ["a", "b", ""]),
    ("a\rb", ["a", "b"]), ("a\n\r\nb", ["a", "", "b"]),
    ("a\u{2028}b\u{85}c", ["a\u{2028}b\u{85}c"]),
  ])
  func splitsLinesAsCommonMarkDoes(text: String, lines: [String]) {
    #expect(Source(path: "", text: text).lines.map(String.init) == lines)
  }

  @Test(arguments: [
    ("notebooks/first-report.md", "first-report"), ("a.b.md", "a.b"), ("README", "README"),
    (".md", ".md"), ("a/b/", "b"),
  ])
  func isNamedAfterItsFile(path: String, name: String) {
    #expect(Source(path: path, text: "").name == name)
  }

  @Test(
    arguments: [
      ([0x61, 0xFF], 1, 2), ([0x61, 0x0A, 0xC3, 0xA9, 0xE9, 0x62], 2, 2), ([0xE2, 0x82], 1, 1),
      ([0xEF, 0xBF, 0x61], 1, 1), ([0xED, 0xA0, 0x80], 1, 1), ([0xC0, 0x80], 1, 1),
      ([0xF0, 0x9F, 0x98, 0x80, 0xF0, 0x9F], 1, 2), ([0x0D, 0x0A, 0x80], 2, 1),
    ] as [([UInt8], Int, Int)])
  func findsTheFirstByteThatIsNotUTF8(bytes: [UInt8], line: Int, column: Int) {
    let fault = Source.decode(bytes, path: "a.md").1
    #expect(fault?.range?.start == SourcePosition(line: line, column: column))
  }

  @Test func acceptsEveryCharacter() {
    let text = "\u{FFFD} é 損 🙂 \u{FEFF} \u{10FFFF}"
    let (source, fault) = Source.decode(Array(("\u{FEFF}" + text).utf8), path: "a.md")
    #expect(fault == nil)
    #expect(source.text == text)
  }

  @Test func tellsWhichByteIsNotUTF8() {
    let fault = Source.decode([0xEF, 0xBB, 0xBF, 0x61, 0xFF], path: "a.md").1
    #expect(fault?.message == "this is not UTF-8 text: byte 5 of the file is 0xFF")
  }
}

/// What a path leads to.
@Suite final class SourceFileTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ name: String, _ text: String = "") throws -> String {
    let path = folder.appending(path: name).path
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test func eachCauseHasItsMessage() throws {
    let secret = try file("secret.md")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret)
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "loop.md"), withDestinationURL: folder.appending(path: "loop.md"))
    var messages = [
      (folder.path, "the notebook is a folder, and a file is wanted"),
      (folder.path + "/none.md", "the notebook does not exist"),
      (secret + "/x.md", "the notebook has a file, not a folder, as a part of its path"),
      (folder.path + "/loop.md", "the notebook is a symbolic link that leads in a circle"),
      (String(repeating: "x", count: 9999), "the notebook has too long a name"),
      ("", "the notebook does not exist"), ("/dev/zero", "the notebook is larger than 4 MB"),
    ]
    if getuid() != 0 {
      messages.append((secret, "the notebook may not be read by this user (permission denied)"))
    }
    for (path, message) in messages {
      #expect(Notebook.read(path: path).diagnostics.map(\.message) == [message])
    }
  }

  @Test func aHugeFileIsTooLargeWhateverItHolds() throws {
    let path = try file("huge.md", String(repeating: "é", count: 3 << 20))
    #expect(
      Notebook.read(path: path).diagnostics.map(\.message) == ["the notebook is larger than 4 MB"])
  }

  @Test func readsAPipe() throws {
    let path = folder.appending(path: "pipe.md").path
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Thread { try? Data("# Piped\n".utf8).write(to: URL(filePath: path), options: []) }
    writer.start()
    let notebook = Notebook.read(path: path)
    #expect(notebook.diagnostics == [])
    #expect(notebook.title == "Piped")
    #expect(notebook.source.name == "pipe")
  }

  @Test(arguments: [
    ("# A first: model!\n", "a-first-model"), ("text\n", "stdin"), ("# *\n", "stdin"),
    ("---\ntitle: Überblick 2\n---\n", "überblick-2"),
  ])
  func whatHasNoFileNameIsNamedAfterItsTitle(text: String, name: String) throws {
    let file = try FileHandle(forReadingFrom: URL(filePath: self.file("x.md", text)))
    let notebook = Notebook.read(path: "/dev/fd/\(file.fileDescriptor)")
    #expect(notebook.diagnostics == [])
    #expect(notebook.source.name == name)
  }
}
