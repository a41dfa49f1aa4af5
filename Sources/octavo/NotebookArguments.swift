import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner

/// What every command takes that reads a notebook.
struct NotebookArguments: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("Gives a parameter another value.", valueName: "name=value"))
  var params: [String] = []

  @Option(help: "Takes the place of the notebook's seed.")
  var seed: UInt64?

  /// Reads a notebook and plans its run.
  func plan(_ file: String) throws -> Plan { try plan(file, repeating: nil) }

  /// - Parameter recorded: results of a run whose seed and parameters stand for those not given.
  func plan(_ file: String, repeating recorded: ResultsFile?) throws -> Plan {
    var notebook = Notebook.read(path: file)
    for (name, value) in recorded?.params ?? [:] {
      // A parameter that the notebook has no longer is told with what else differs.
      try? notebook.frontMatter.override(name, with: value.description)
    }
    for assignment in params {
      guard let equals = assignment.firstIndex(of: "=") else {
        throw ValidationError("-p takes name=value, not '\(assignment)'.")
      }
      do {
        try notebook.frontMatter.override(
          String(assignment[..<equals]),
          with: String(assignment[assignment.index(after: equals)...]))
      } catch {
        let remedy = error.remedy.map { ": \($0)" } ?? ""
        throw ValidationError("-p \(assignment): \(error.message)\(remedy)")
      }
    }
    return Plan(
      notebook, catalogue: .octavo, seed: seed ?? recorded?.seed,
      folder: URL(filePath: FileManager.default.currentDirectoryPath))
  }
}

extension Plan {
  /// Prints what is wrong or doubtful.
  func printDiagnostics(to terminal: Terminal) {
    guard !diagnostics.isEmpty else { return }
    terminal.write(
      DiagnosticPrinter(notebook.source, isColored: terminal.usesColor).text(diagnostics))
  }
}

extension Store {
  /// That of runs that are started in the current folder.
  static var ofThisFolder: Store { Store(URL(filePath: ".octavo")) }
}
