import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// `octavo verify`: whether a report's numbers are what its notebook computes.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Runs notebooks again from nothing and compares with their recorded results.",
    discussion: """
      The seed and the parameters are those of the recorded run, unless others are given. Nothing is \
      written. The same version of Octavo computes the same bits, also on another processor; for results of \
      another version, give a tolerance.
      """)

  @Argument(help: NotebookArguments.filesHelp) var files: [String]
  @OptionGroup var notebook: NotebookArguments
  @OptionGroup var comparing: ComparisonArguments

  @Option(
    name: [.customShort("o"), .long], help: "The folder in which the recorded runs have theirs.")
  var output = "outputs"
  @OptionGroup var threads: ThreadArguments

  func run() throws {
    threads.apply()
    let terminal = Terminal()
    let notebooks = try notebook.read(files)
    Interrupt.watch()
    let runs = try notebooks.map { notebook in
      let recorded = try recordedResults(of: notebook)
      return (recorded, try self.notebook.plan(notebook, repeating: recorded))
    }
    for (_, plan) in runs { plan.printDiagnostics(to: terminal) }
    if runs.contains(where: \.1.hasErrors) { throw ExitCode.wrongNotebook }
    var hasDrifted = false
    for (recorded, plan) in runs {
      var options = Runner.Options()
      let progress = ProgressDisplay(terminal: terminal)
      threads.apply(to: &options)
      options.only = plan.points(askedForBy: recorded)
      options.isCancelled = { Interrupt.isRequested }
      options.onEvent = { progress.show($0) }
      let outcome = Runner.run(plan, options: options, outputWriter: nil)
      if outcome.wasInterrupted { throw ExitCode.interrupted }
      let comparison = Comparison(
        of: recorded, with: ResultsFile(outcome.run), tolerance: comparing.tolerance)
      try comparison.print(title: plan.notebook.source.name)
      hasDrifted = hasDrifted || !comparison.isSame
    }
    if hasDrifted { throw ExitCode.resultsDiffer }
  }

  private func recordedResults(of notebook: Notebook) throws -> ResultsFile {
    let folder = URL(filePath: output).appending(path: notebook.source.name)
    let source = URL(filePath: notebook.source.path)
    if let other = OutputInspection(of: folder).notebook(otherThan: source) {
      throw CommandError(
        "`\(folder.relativePath)` holds the results of another notebook, `\(other)`.")
    }
    return try ResultsFile(at: folder.relativePath)
  }
}
