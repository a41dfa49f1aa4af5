import ArgumentParser
import Foundation
import OctavoFingerprint
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner

/// What every command takes that reads a notebook.
struct NotebookArguments: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("Overrides a parameter.", valueName: "name=value"))
  var params: [String] = []

  @Option(help: "Overrides the notebook's seed.")
  var seed: UInt64?

  static var filesHelp: ArgumentHelp { "The notebooks; `-` for standard input." }

  /// Reads notebooks and plans their runs.
  func plans(_ files: [String]) throws -> [Plan] {
    try read(files).map { try plan($0, repeating: nil) }
  }

  func read(_ files: [String]) throws -> [Notebook] {
    guard files.count(where: { $0 == Notebook.standardInput }) < 2 else {
      throw ValidationError("Standard input can be read only once.")
    }
    return files.map { Notebook.read(path: $0) }
  }

  /// - Parameter recorded: results of a run whose seed and parameters stand for those not given.
  func plan(_ notebook: Notebook, repeating recorded: ResultsFile?) throws -> Plan {
    var notebook = notebook
    for (name, value) in recorded?.params ?? [:] {
      // A parameter that the notebook has no longer is reported with what else differs.
      notebook.frontMatter.override(name, repeating: value)
    }
    for (name, text) in try assignments() {
      do {
        try notebook.frontMatter.override(name, with: text)
      } catch {
        // Whether the parameter is there is not known of a notebook that cannot be read.
        if notebook.diagnostics.containsError { continue }
        let remedy = error.remedy.map { ": \($0)" } ?? ""
        throw CommandError("-p \(name)=\(text.shortened): \(error.message)\(remedy)")
      }
    }
    return Plan(
      notebook, catalogue: .octavo, program: Fingerprint.current, seed: seed ?? recorded?.seed,
      folder: URL(filePath: FileManager.default.currentDirectoryPath))
  }

  private func assignments() throws -> [(name: String, text: String)] {
    var assignments: [(name: String, text: String)] = []
    for param in params {
      guard let equals = param.unicodeScalars.firstIndex(of: "=") else {
        throw ValidationError("-p takes name=value, not '\(param.shortened)'.")
      }
      let name = String(param[..<equals])
      guard !assignments.contains(where: { $0.name == name }) else {
        throw ValidationError("-p gives the parameter `\(name)` twice.")
      }
      assignments.append((name, String(param[param.index(after: equals)...])))
    }
    return assignments
  }
}

extension String {
  /// Enough of a long text to recognize it.
  fileprivate var shortened: String { count > 80 ? prefix(80) + "…" : self }
}

extension Plan {
  /// Prints what is wrong or doubtful.
  func printDiagnostics(to terminal: Terminal) {
    guard !diagnostics.isEmpty else { return }
    terminal.write(
      escaped: DiagnosticPrinter(notebook.source, isColored: terminal.usesColor).text(diagnostics))
  }
}

extension Store {
  /// That of runs that are started in the current folder.
  static var ofThisFolder: Store { Store(URL(filePath: ".octavo")) }
}
