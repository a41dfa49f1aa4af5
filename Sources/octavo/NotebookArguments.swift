import ArgumentParser
import Foundation
import OctavoFingerprint
import OctavoNotebook
import OctavoOperations
import OctavoReport
import OctavoResults
import OctavoRunner

/// What every command takes that reads a notebook.
struct NotebookArguments: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp(
      "Overrides a parameter; `@FILE` takes values from a YAML file. What comes later counts.",
      valueName: "name=value"))
  var params: [String] = []

  @Option(help: "Overrides the notebook's seed.")
  var seed: UInt64?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "Gives an axis these values wherever the notebook has it, or else gives the axis to the whole "
        + "notebook: `seed=1..5`, or values of a parameter, as `width=64,128`.",
      valueName: "axis=values"))
  var axes: [String] = []

  @Option(help: "How many points a step may have. (default: \(Notebook.mostPoints))")
  var maxPoints: Int?

  static var filesHelp: ArgumentHelp {
    "The notebooks, or reports that carry theirs; `-` for a notebook on standard input."
  }

  /// Reads notebooks and plans their runs.
  func plans(_ files: [String]) throws -> [Plan] {
    try read(files).map { try plan($0, repeating: nil) }
  }

  func read(_ files: [String]) throws -> [GivenNotebook] {
    guard files.count(where: { $0 == Notebook.standardInput }) < 2 else {
      throw ValidationError("Standard input can be read only once.")
    }
    return try files.map { try GivenNotebook($0) }
  }

  /// - Parameter recorded: results of a run whose seed, parameters and axes stand for those not given;
  ///   without it, those of the report that the notebook came within.
  func plan(_ given: GivenNotebook, repeating recorded: ResultsFile?) throws -> Plan {
    var notebook = given.notebook
    let recorded = recorded ?? given.report.map { ResultsFile($0.saved.run) }
    let mostPoints = maxPoints ?? given.report?.mostPoints ?? Notebook.mostPoints
    for (name, value) in recorded?.params ?? [:] {
      // A parameter that the notebook has no longer is reported with what else differs.
      notebook.frontMatter.override(name, repeating: value)
    }
    for assignment in try assignments() {
      do { try assignment.override(&notebook.frontMatter) } catch {
        // Whether the parameter is there is not known of a notebook that cannot be read.
        if notebook.diagnostics.containsError { continue }
        throw error
      }
    }
    return Plan(
      notebook, catalogue: .octavo, program: Fingerprint.current, seed: seed ?? recorded?.seed,
      axes: try notebookAxes(repeating: recorded), mostPoints: mostPoints,
      folder: URL(filePath: FileManager.default.currentDirectoryPath),
      carriedFiles: given.carriedFiles)
  }

  /// Those of the command line, or else of a recorded run.
  func notebookAxes(repeating recorded: ResultsFile? = nil) throws -> [NotebookAxis] {
    guard axes.isEmpty else {
      let parsed = try axes.map(axis)
      if let twice = parsed.first(where: { axis in parsed.count { $0.name == axis.name } > 1 }) {
        throw ValidationError("--for gives the axis `\(twice.name)` twice.")
      }
      return parsed
    }
    return recorded?.axes.map { NotebookAxis(name: $0.name, values: $0.values) } ?? []
  }

  private func axis(_ text: String) throws -> NotebookAxis {
    do {
      return try NotebookAxis(parsing: text)
    } catch {
      let remedy = error.remedy.map { ": \($0)" } ?? ""
      throw CommandError("--for \(text.shortened): \(error.message)\(remedy)")
    }
  }

  /// What `-p` gives, in its order.
  private func assignments() throws -> [ParameterAssignment] {
    let assignments = try params.map { try ParameterAssignment($0) }
    let names = assignments.compactMap(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("-p gives the parameter `\(twice)` twice.")
    }
    return assignments
  }

  /// The files of parameters that are read.
  var parameterFiles: [String] {
    params.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
  }
}

extension ReceivedReport {
  /// What `--max-points` gave to the run, if it did.
  fileprivate var mostPoints: Int? {
    guard let arguments = metadata.arguments,
      let index = arguments.firstIndex(of: "--max-points"), index + 1 < arguments.count
    else { return nil }
    return Int(arguments[index + 1])
  }
}

extension String {
  /// Enough of a long text to recognize it.
  var shortened: String { count > 80 ? prefix(80) + "…" : self }
}

extension Plan {
  /// Prints what is wrong or doubtful.
  func printDiagnostics(to terminal: Terminal) {
    guard !diagnostics.isEmpty else { return }
    terminal.write(
      escaped: DiagnosticPrinter(notebook.source, isColored: terminal.usesColor).text(diagnostics))
  }
}

extension CompletionKind {
  /// A notebook, or a report that carries one.
  static var notebooks: CompletionKind { .file(extensions: ["md", "html"]) }
}
