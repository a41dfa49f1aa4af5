import Foundation
import OctavoNotebook
import Testing

/// Each `NAME.md` in the folder is a notebook with a mistake, and `NAME.expected` what is printed
/// of it. `OCTAVO_RECORD=1` writes the latter anew, to be read in review.
@Suite struct BadNotebooksTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "BadNotebooks")

  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
    .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted() ?? []

  @Test func corpusIsThere() {
    #expect(Self.names.count >= 40)
  }

  @Test(arguments: names)
  func printsWhatIsExpected(name: String) throws {
    let file = Self.folder.appending(path: name + ".md")
    let bytes = try Data(contentsOf: file)
    let (source, fault) = Source.decode(bytes, path: name + ".md")
    let diagnostics = fault.map { [$0] } ?? Notebook.read(source).diagnostics
    #expect(!diagnostics.isEmpty)

    let printed = DiagnosticPrinter(source).text(diagnostics)
    let expectation = Self.folder.appending(path: name + ".expected")
    if ProcessInfo.processInfo.environment["OCTAVO_RECORD"] == "1" {
      try Data(printed.utf8).write(to: expectation)
    }
    #expect(try String(contentsOf: expectation, encoding: .utf8) == printed)
  }

  /// A replacement takes away what it is offered for.
  @Test(arguments: names) func replacementsMend(name: String) throws {
    let file = Self.folder.appending(path: name + ".md")
    let (source, _) = Source.decode(try Data(contentsOf: file), path: name + ".md")
    for diagnostic in Notebook.read(source).diagnostics {
      guard let replacement = diagnostic.replacement else { continue }
      let mended = Source(path: source.path, text: replacement.applied(to: source))
      let rest = Notebook.read(mended).diagnostics
      #expect(
        !rest.contains {
          $0.identifier == diagnostic.identifier && $0.range?.start == diagnostic.range?.start
        }, "\(diagnostic.message): \(replacement.text)")
    }
  }

  @Test func someReplacementsAreOffered() throws {
    let offered = try Self.names.filter { name in
      let file = Self.folder.appending(path: name + ".md")
      let (source, _) = Source.decode(try Data(contentsOf: file), path: name + ".md")
      return Notebook.read(source).diagnostics.contains { $0.replacement != nil }
    }
    #expect(offered.count >= 10, "\(offered)")
  }
}
