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
    let text = try String(
      contentsOf: Self.folder.appending(path: "\(name).md"), encoding: .utf8)
    let plan = MachineMemory.$total.withValue(8_000_000_000) {
      Plan(
        Notebook.read(Source(path: "\(name).md", text: text)), catalogue: .octavo,
        folder: Self.folder)
    }
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
}
