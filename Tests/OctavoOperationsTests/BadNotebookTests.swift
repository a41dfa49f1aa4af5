import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// Each notebook in `BadNotebooks` is wrong in its own way; beside it stands what checking says.
/// `OCTAVO_RECORD=1` writes the expectations anew, to be read in review.
@Suite struct BadNotebookTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "BadNotebooks")

  static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  @Test func thereAreMany() {
    #expect(Self.names.count >= 50)
  }

  @Test(arguments: names) func saysWhatIsWrong(_ name: String) throws {
    let plan = Self.plan(try Self.source(name))
    #expect(plan.hasErrors)
    #expect(plan.diagnostics.allSatisfy { $0.range != nil })
    let printed = DiagnosticPrinter(plan.notebook.source, isColored: false)
      .text(plan.diagnostics)
    let expected = Self.folder.appending(path: "\(name).expected")
    if ProcessInfo.processInfo.environment["OCTAVO_RECORD"] != nil {
      try Data(printed.utf8).write(to: expected)
    }
    #expect(try String(contentsOf: expected, encoding: .utf8) == printed)
  }

  /// A replacement takes away what it is offered for.
  @Test(arguments: names) func replacementsMend(_ name: String) throws {
    let source = try Self.source(name)
    for diagnostic in Self.plan(source).diagnostics {
      guard let replacement = diagnostic.replacement else { continue }
      let mended = Self.plan(
        Source(path: source.path, text: replacement.applied(to: source)))
      #expect(
        !mended.diagnostics.contains {
          $0.identifier == diagnostic.identifier && $0.range?.start == diagnostic.range?.start
        }, "\(diagnostic.message): \(replacement.text)")
    }
  }

  @Test func manyReplacementsAreOffered() throws {
    let offered = try Self.names.filter { name in
      Self.plan(try Self.source(name)).diagnostics.contains { $0.replacement != nil }
    }
    #expect(offered.count >= 15, "\(offered)")
  }

  /// Every kind of problem is told apart from most others: no identifier stands for all.
  @Test func identifiersTellProblemsApart() throws {
    let identifiers = try Self.names.flatMap { name in
      Self.plan(try Self.source(name)).diagnostics.map(\.identifier)
    }
    #expect(Set(identifiers).count >= 20)
  }

  private static func source(_ name: String) throws -> Source {
    let file = folder.appending(path: "\(name).md")
    return Source(path: "\(name).md", text: try String(contentsOf: file, encoding: .utf8))
  }

  private static func plan(_ source: Source) -> Plan {
    MachineMemory.$total.withValue(8_000_000_000) {
      Plan(Notebook.read(source), catalogue: .octavo, folder: folder)
    }
  }
}
