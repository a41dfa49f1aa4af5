import ArgumentParser
import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoReport
import OctavoResults
import OctavoRunner

/// `octavo run`: from notebook to report.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs notebooks and writes their reports.")

  @Argument(help: NotebookArguments.filesHelp) var files: [String]
  @OptionGroup var notebook: NotebookArguments

  @Option(
    name: [.customShort("o"), .long],
    help: "The folder in which each notebook gets a folder of its own.")
  var output = Self.defaultOutput
  @Option(help: "Runs only this step and those that it needs.") var only: String?
  @OptionGroup var threads: ThreadArguments
  @Flag(help: "Compute everything anew, and keep nothing for later runs.")
  var noCache = false
  @Flag(help: "Run what can be run although a notebook is wrong or a step of one has failed.")
  var keepGoing = false
  @Flag(help: "Leave everything out of the report that differs from run to run.")
  var noTimings = false
  @Flag(help: "Print the results as JSON on standard output, in place of the report's path.")
  var json = false

  static let defaultOutput = "outputs"

  func run() throws {
    threads.apply()
    let terminal = Terminal()
    let plans = try notebook.plans(files)
    for plan in plans { plan.printDiagnostics(to: terminal) }
    if plans.contains(where: \.hasErrors), !keepGoing { throw ExitCode.wrongNotebook }
    try checkNames(of: plans)
    let runs = try zip(files, plans).filter { !$1.hasErrors }.map { file, plan in
      (file, plan, try steps(of: plan), try makeFolder(for: plan))
    }
    Interrupt.watch()
    var statuses: [ExitCode] = plans.contains(where: \.hasErrors) ? [.wrongNotebook] : []
    for (file, plan, steps, deliverables) in runs {
      let hasFailed = statuses.contains(.stepFailed)
      if Interrupt.isRequested || (hasFailed && !keepGoing) { break }
      statuses.append(try run(file, plan, steps, deliverables, terminal))
    }
    if let worst = statuses.max(by: { $0.severity < $1.severity }), worst != .success {
      throw worst
    }
  }

  /// Each notebook has a folder of its name.
  private func checkNames(of plans: [Plan]) throws {
    let names = plans.map(\.notebook.source.name)
    for name in names where ["", ".", ".."].contains(name) {
      throw ValidationError("A notebook needs a name that can be a folder's, not `\(name).md`.")
    }
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError(
        "Two notebooks are called `\(name)`; run them apart, with different folders for -o.")
    }
  }

  /// What `--only` asks for; `nil` for all.
  private func steps(of plan: Plan) throws -> Set<String>? {
    guard let only else { return nil }
    guard plan.steps.contains(where: { $0.name == only }) else {
      let hint = nearest(to: only, among: plan.steps.map(\.name)).map { " Did you mean `\($0)`?" }
      throw ValidationError("There is no step `\(only)`.\(hint ?? "")")
    }
    return plan.needed(for: only)
  }

  private func makeFolder(for plan: Plan) throws -> Deliverables {
    do {
      return try Deliverables(
        notebook: plan.notebook.source.name, in: URL(filePath: output),
        steps: plan.steps.map(\.name))
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private func run(
    _ file: String, _ plan: Plan, _ steps: Set<String>?, _ deliverables: Deliverables,
    _ terminal: Terminal
  ) throws -> ExitCode {
    var options = Runner.Options()
    options.only = steps
    options.store = noCache ? nil : .ofThisFolder
    let progress = ProgressLine(terminal: terminal)
    options.isCancelled = { Interrupt.isRequested }
    options.onEvent = { progress.show($0) }

    var circumstances = RunCircumstances(
      octavo: Octavo.version, threads: Parallel.threads, source: plan.notebook.source.text)
    circumstances.arguments = arguments(toRepeat: plan, of: file)
    let start = ContinuousClock.now
    let outcome = Runner.run(plan, options: options, deliverables: deliverables)
    circumstances.finish(outcome.circumstances, seconds: start.duration(to: .now).seconds)

    try deliverables.write(outcome.run, circumstances)
    let page = Report.render(
      run: outcome.run, notebook: plan.notebook,
      folder: deliverables.report.deletingLastPathComponent(), circumstances: circumstances,
      showsTimings: !noTimings)
    try deliverables.write(Data(page.utf8), as: "index.html")
    if json {
      try printResults(of: outcome.run)
    } else {
      try StandardOutput.line(deliverables.report.relativePath)
    }
    return outcome.exitCode
  }

  private func printResults(of run: Run) throws {
    try StandardOutput.write(String(decoding: ResultsFile(run).encoded(), as: UTF8.self))
  }
}

extension Runner.Outcome {
  fileprivate var exitCode: ExitCode {
    if wasInterrupted { return .interrupted }
    if run.steps.contains(where: \.hasFailed) { return .stepFailed }
    return run.steps.contains(where: \.hasBrokenExpectation) ? .expectationFailed : .success
  }
}

extension ExitCode {
  /// Of several notebooks' statuses the gravest is the command's.
  fileprivate var severity: Int {
    switch self {
    case .success: 0
    case .expectationFailed: 1
    case .stepFailed: 2
    default: 3
    }
  }
}
