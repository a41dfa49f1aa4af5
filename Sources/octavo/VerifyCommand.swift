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
      another version, give a tolerance. A report is verified from its file alone: first the page is \
      compared with the record that it carries, then its notebook is run again.
      """)

  @Argument(help: NotebookArguments.filesHelp, completion: .notebooks)
  var files: [String]
  @OptionGroup var notebook: NotebookArguments
  @OptionGroup var comparing: ComparisonArguments

  @Option(
    name: [.customShort("o"), .long], help: "The folder in which the recorded runs have theirs.",
    completion: .directory)
  var output = "outputs"
  @OptionGroup var threads: ThreadArguments

  @Flag(
    help: ArgumentHelp(
      "Of reports, only compare the page with what the record that it carries makes of it. Runs "
        + "nothing."))
  var pageOnly = false

  func run() throws {
    threads.apply()
    let terminal = Terminal()
    let given = try notebook.read(files)
    if pageOnly, let file = zip(files, given).first(where: { $1.isNotebook })?.0 {
      throw ValidationError("--page-only takes reports, and `\(file)` is a notebook.")
    }
    Interrupt.watch()
    let works = try given.map { given in
      let recorded =
        given.isNotebook ? try recordedResults(of: given.notebook) : nil
      return Work(
        given: given, recorded: recorded, plan: try notebook.plan(given, repeating: recorded))
    }
    for work in works where !pageOnly || work.given.report == nil {
      work.plan.printDiagnostics(to: terminal)
    }
    if works.contains(where: { $0.plan.hasErrors && (!pageOnly || $0.given.report == nil) }) {
      throw ExitCode.wrongNotebook
    }
    var hasDrifted = false
    for work in works {
      if let report = work.given.report, try !report.isShownAsRecorded() { hasDrifted = true }
      if pageOnly { continue }
      if try !isSame(work, terminal) { hasDrifted = true }
    }
    if hasDrifted { throw ExitCode.resultsDiffer }
  }

  private struct Work {
    var given: GivenNotebook
    /// Of a notebook, what its folder has.
    var recorded: ResultsFile?
    var plan: Plan
  }

  private func isSame(_ work: Work, _ terminal: Terminal) throws -> Bool {
    let plan = work.plan
    var options = Runner.Options()
    let progress = ProgressDisplay(terminal: terminal)
    threads.apply(to: &options)
    let asked = work.recorded ?? work.given.report.map { ResultsFile($0.saved.run) }
    options.only = asked.flatMap { plan.points(askedForBy: $0) }
    options.isCancelled = { Interrupt.isRequested }
    options.onEvent = { progress.show($0) }
    work.given.report?.noteOtherFiles(than: plan, terminal)
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    if outcome.wasInterrupted { throw ExitCode.interrupted }
    let comparison: Comparison
    if let report = work.given.report {
      let compared = report.compare(with: outcome.run, tolerance: comparing.tolerance)
      comparison = compared.comparison
      if !compared.left.isEmpty {
        let names = compared.left.joined(separator: ", ")
        terminal.line(
          terminal.styled("note", .dim)
            + ": not compared, for the page has but their hashes: \(names)")
      }
    } else if let recorded = work.recorded {
      comparison = Comparison(
        of: recorded, with: ResultsFile(outcome.run), tolerance: comparing.tolerance)
    } else {
      return true
    }
    try comparison.print(title: plan.notebook.source.name)
    return comparison.isSame
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
