import ArgumentParser
import OctavoNotebook
import OctavoRunner

/// `octavo check`: everything that can be known to be wrong before running.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks notebooks without running them.")

  @Argument(help: NotebookArguments.filesHelp) var files: [String]
  @OptionGroup var notebook: NotebookArguments
  @Flag(help: "Print the diagnostics as JSON on standard output.") var json = false

  func run() throws {
    let terminal = Terminal()
    let plans = try notebook.plans(files)
    if json {
      var report = DiagnosticReport()
      for plan in plans { report.add(plan.diagnostics, path: plan.notebook.source.path) }
      try StandardOutput.write(report.json)
    } else {
      for plan in plans { plan.printDiagnostics(to: terminal) }
    }
    if plans.contains(where: \.hasErrors) { throw ExitCode.wrongNotebook }
  }
}
