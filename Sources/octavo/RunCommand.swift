import ArgumentParser
import Foundation
import OctavoBase
import OctavoClusters
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoReport
import OctavoResults
import OctavoRunner
import OctavoTracking

/// `octavo run`: from notebook to report.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs notebooks and writes their reports.")

  @Argument(help: NotebookArguments.filesHelp, completion: .notebooks)
  var files: [String]
  @OptionGroup var notebook: NotebookArguments

  @Option(
    name: [.customShort("o"), .long],
    help: "The folder in which each notebook gets a folder of its own.", completion: .directory)
  var output = Self.defaultOutput
  @Option(help: "Runs only this step and those that it needs.") var only: String?
  @Option(
    help: ArgumentHelp(
      "Of the step that --only names, runs only the points at these coordinates.",
      valueName: "axis=value,…"))
  var at: String?
  @OptionGroup var threads: ThreadArguments
  @OptionGroup var storing: StoreArguments
  @Flag(help: "Recompute everything, and store nothing for later runs.")
  var noCache = false
  @Flag(help: "Run what can be run although a notebook is wrong or a step of one has failed.")
  var keepGoing = false
  @Flag(
    help: ArgumentHelp(
      "Use the notebook's output folder although it holds another notebook's results or files that "
        + "Octavo did not write. Those files stay."))
  var takeOver = false
  @Flag(help: "Leave everything out of the report that differs from run to run.")
  var noTimings = false
  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Let the report carry the files that steps read, together up to "
        + "\(DataFile.largestTogether >> 20) MB. The front matter's `embed-data` says the same."))
  var embedData: Bool?
  @Option(
    help: ArgumentHelp(
      "Log the run as it happens: `tensorboard=DIR`, `mlflow=URL` or `jsonl=FILE`, `-` for standard "
        + "output; can be given several times.", valueName: "tracker"),
    transform: TrackerArgument.init(parsing:))
  var logTo: [TrackerArgument] = []
  @OptionGroup var cluster: ClusterArguments
  @Flag(help: "With --on: submit the jobs and end. `octavo collect` writes the report later.")
  var submitOnly = false
  @Flag(help: "Print the results as JSON on standard output, in place of the report's path.")
  var json = false
  @Flag(
    name: [.customShort("q"), .long],
    help: "Print only what is wrong: no progress and no notes.")
  var quiet = false
  @Flag(help: "Go on: run again whenever a notebook or a file that it names is saved.")
  var watch = false

  static let defaultOutput = "outputs"

  func validate() throws {
    if at != nil, only == nil {
      throw ValidationError("--at needs --only with the name of a step.")
    }
    if watch, files.contains(Notebook.standardInput) {
      throw ValidationError("--watch takes files, and standard input can be read only once.")
    }
    if json, logTo.contains(where: \.isStandardOutput) {
      throw ValidationError("--json and --log-to jsonl=- would both write to standard output.")
    }
    if logTo.contains(where: { $0.writes(toOneOf: files) }) {
      throw ValidationError("--log-to names a notebook of the run, which it would write over.")
    }
    if submitOnly, cluster.kind == nil {
      throw ValidationError("--submit-only needs --on with a cluster.")
    }
    if submitOnly, json || !logTo.isEmpty {
      throw ValidationError(
        "--submit-only waits for no results, so --json and --log-to do not go with it.")
    }
    if cluster.kind != nil, noCache || watch {
      throw ValidationError(
        "--on works through the store, so \(noCache ? "--no-cache" : "--watch") "
          + "does not go with it.")
    }
    guard !output.isEmpty else { throw ValidationError("-o takes the name of a folder.") }
    let (folder, store) = (URL(filePath: output).standardized, storing.store.folder)
    if folder.pathComponents.starts(with: store.standardized.pathComponents) {
      throw ValidationError(
        "-o takes a folder outside `\(store.relativePath)`, the store of results.")
    }
  }

  func run() throws {
    threads.apply()
    let terminal = Terminal()
    if watch {
      Interrupt.watch()
      try RunWatch(of: self, terminal).run()
      return
    }
    let notebooks = try notebook.read(files)
    Interrupt.watch()
    try run(notebooks, terminal, isStopped: { Interrupt.isRequested })
  }

  /// - Parameters:
  ///   - onPlans: takes in what is about to run, be it right or wrong.
  ///   - isStopped: whether to stop at the next iteration.
  func run(
    _ notebooks: [GivenNotebook], _ terminal: Terminal, joining joined: ClusterFolder? = nil,
    onPlans: ([Plan]) -> Void = { _ in },
    isStopped: @escaping () -> Bool
  ) throws {
    let plans = try notebooks.map { try notebook.plan($0, repeating: nil) }
    onPlans(plans)
    for plan in plans { plan.printDiagnostics(to: terminal) }
    if plans.contains(where: \.hasErrors), !keepGoing { throw ExitCode.wrongNotebook }
    try checkNames(of: plans)
    let runs = try zip(notebooks, plans).filter { !$1.hasErrors }.map { given, plan in
      (given: given, plan: plan, points: try points(of: plan))
    }
    let cluster = try cluster.cluster()
    for (_, plan, _) in runs {
      try reportingOutputProblems(to: terminal) {
        try OutputWriter.check(
          notebook: plan.notebook.source.name, in: URL(filePath: output),
          source: URL(filePath: plan.notebook.source.path), takesOver: takeOver)
      }
    }
    if submitOnly, let cluster {
      for (given, plan, points) in runs { try submit(given, plan, points, to: cluster, terminal) }
      return
    }
    for (_, plan, _) in runs where embedsData(plan) { _ = try dataFiles(of: plan) }
    let trackers = Trackers(logTo.map(\.tracker))
    var statuses: [ExitCode] = plans.contains(where: \.hasErrors) ? [.wrongNotebook] : []
    for (given, plan, points) in runs {
      let hasFailed = statuses.contains(.stepFailed)
      if hasFailed && !keepGoing { break }
      if isStopped() {
        statuses.append(.interrupted)
        break
      }
      do {
        statuses.append(
          try run(
            given, plan, points, cluster, joined, terminal, trackers, isStopped: isStopped))
      } catch let status as ExitCode {
        statuses.append(status)
        if !keepGoing { break }
      }
    }
    if let worst = statuses.max(by: { $0.severity < $1.severity }), worst != .success {
      throw worst
    }
  }

  /// Each notebook has a folder of its name.
  private func checkNames(of plans: [Plan]) throws {
    let names = plans.map(\.notebook.source.name)
    for name in names
    where ["", ".", "..", OutputWriter.workFolder].contains(name) || name.contains("\0") {
      throw CommandError("A notebook needs a name that can be a folder's, not `\(name).md`.")
    }
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw CommandError(
        "Two notebooks are called `\(name)`; run them apart, with different folders for -o.")
    }
  }

  private func embedsData(_ plan: Plan) -> Bool {
    embedData ?? plan.notebook.frontMatter.embedsData
  }

  private func dataFiles(of plan: Plan) throws -> [DataFile] {
    do throws(FileProblem) { return try plan.dataFiles(carrying: embedsData(plan)) } catch {
      throw CommandError(error)
    }
  }

  private func open(
    _ plan: Plan, _ terminal: Terminal, isStopped: () -> Bool
  ) throws -> OutputWriter {
    try reportingOutputProblems(to: terminal) {
      try OutputWriter(
        notebook: plan.notebook.source.name, in: URL(filePath: output),
        source: URL(filePath: plan.notebook.source.path), takesOver: takeOver,
        isCancelled: isStopped,
        onNote: { note in
          if !quiet { terminal.line(terminal.styled("note", .dim) + ": \(note)") }
        })
    }
  }

  private func run(
    _ given: GivenNotebook, _ plan: Plan, _ points: Set<PointReference>?,
    _ cluster: (any Cluster)?, _ joined: ClusterFolder?, _ terminal: Terminal,
    _ trackers: Trackers,
    isStopped: @escaping () -> Bool
  ) throws -> ExitCode {
    let outputWriter = try open(plan, terminal, isStopped: isStopped)
    let progress = ProgressDisplay(terminal: terminal, isQuiet: quiet)
    let tracked = TrackedRun(plan, report: outputWriter.report)
    trackers.onFailure = progress.showFailure
    trackers.onNote = progress.showNote
    var options = Runner.Options()
    options.only = points
    options.store = noCache ? nil : storing.store
    let journal = RunJournal(plan)
    threads.apply(to: &options)
    let launch = try cluster.map {
      try self.launch(given, plan, on: $0, joining: joined, progress)
    }
    if let launch {
      try launch.submit(points, of: plan)
      options.store = storing.sharedStore
      options.executor = launch.run
    }
    trackers.begin(tracked)
    options.isCancelled = isStopped
    options.onEvent = {
      journal.note($0)
      progress.show($0)
      trackers.note($0, in: tracked)
    }

    var metadata = RunMetadata(
      octavo: Octavo.version, instructionSet: InstructionSet.current?.rawValue,
      threads: Parallel.threads, source: plan.notebook.source.text)
    metadata.arguments = arguments(toRepeat: plan, of: given.path)
    let start = ContinuousClock.now
    let finish = {
      (run: Run, steps: [String: RunMetadata.Step], wasInterrupted: Bool, isOutOfMemory: Bool) in
      metadata.finish(steps, seconds: start.duration(to: .now).seconds)
      // A file that is gone by now was read as it was when the run began.
      let files = (try? dataFiles(of: plan)) ?? []
      var isWritten = false
      defer {
        trackers.finish(
          tracked,
          TrackedEnd(
            run, metadata, wasInterrupted: wasInterrupted, isWritten: isWritten,
            isOutOfMemory: isOutOfMemory))
      }
      try outputWriter.finish(run, metadata) {
        Report.save(
          run: run, notebook: plan.notebook, folder: outputWriter.folder,
          metadata: metadata, showsTimings: !noTimings, dataFiles: files)
      }
      isWritten = true
    }
    OutOfMemory.watch(journal, terminal) { try finish($0, $1, false, true) }
    let outcome = Runner.run(plan, options: options, outputWriter: outputWriter)
    OutOfMemory.unwatch()
    launch?.end(wasInterrupted: outcome.wasInterrupted, deliveringTo: outputWriter, of: plan)
    do {
      try finish(outcome.run, outcome.metadata, outcome.wasInterrupted, false)
    } catch {
      terminal.line("Error: the outputs cannot be written: \(error)")
      terminal.line(
        outcome.isEverythingKept
          ? "What was computed is in the store: the next run only writes it."
          : "What was computed could not be kept either: the next run computes it again.")
      if json { try printResults(of: outcome.run) }
      return .cannotWrite
    }
    if json {
      try printResults(of: outcome.run)
    } else if !logTo.contains(where: \.isStandardOutput) {
      try StandardOutput.line(outputWriter.report.relativePath)
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
    case .wrongNotebook: 3
    case .cannotWrite: 4
    default: 5
    }
  }
}
