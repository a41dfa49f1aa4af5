import ArgumentParser
import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `octavo verify`: whether a report's numbers are what its notebook computes.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Runs notebooks again from nothing and compares with their recorded results.",
    discussion: """
      The seed and the parameters are those of the recorded run, unless others are given. Nothing is \
      written. On the same kind of processor the same version of Octavo computes the same bits; on \
      another, give a tolerance.
      """)

  @Argument(help: "The notebooks.") var files: [String]
  @OptionGroup var notebook: NotebookArguments
  @OptionGroup var comparing: ComparisonArguments

  @Option(
    name: [.customShort("o"), .long], help: "The folder in which the recorded runs have theirs.")
  var output = "outputs"
  @Option(help: "How many threads compute; the results do not depend on it.") var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be between 1 and 1024.")
    }
  }

  func run() throws {
    if let threads { Parallel.threads = threads }
    let terminal = Terminal()
    let runs = try files.map { file in
      let recorded = try recordedResults(of: file)
      return (recorded, try notebook.plan(file, repeating: recorded))
    }
    for (_, plan) in runs { plan.printDiagnostics(to: terminal) }
    if runs.contains(where: \.1.hasErrors) { throw ExitCode.wrongNotebook }
    Interrupt.watch()
    var hasDrifted = false
    for (recorded, plan) in runs {
      var options = Runner.Options()
      let progress = ProgressLine(terminal: terminal)
      options.isCancelled = { Interrupt.isRequested }
      options.onEvent = { progress.show($0) }
      let outcome = Runner.run(plan, options: options, deliverables: nil)
      if outcome.wasInterrupted { throw ExitCode.interrupted }
      let comparison = Comparison(
        of: recorded, with: ResultsFile(outcome.run), tolerance: comparing.tolerance)
      comparison.print(title: plan.notebook.source.name)
      hasDrifted = hasDrifted || !comparison.isSame
    }
    if hasDrifted { throw ExitCode.resultsDiffer }
  }

  private func recordedResults(of file: String) throws -> ResultsFile {
    let name = URL(filePath: file).deletingPathExtension().lastPathComponent
    return try ResultsFile(at: URL(filePath: output).appending(path: name).path)
  }
}

/// `octavo diff`: what came out differently in two runs.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares the results of two runs.")

  @Argument(help: "A run's folder, such as `outputs/quickstart`, or its `results.json`.")
  var old: String
  @Argument(help: "The other run's.") var new: String
  @OptionGroup var comparing: ComparisonArguments

  func run() throws {
    let comparison = Comparison(
      of: try ResultsFile(at: old), with: try ResultsFile(at: new), tolerance: comparing.tolerance)
    comparison.print(title: nil)
    if !comparison.isSame { throw ExitCode.resultsDiffer }
  }
}

struct ComparisonArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How far a number may be off, relative to the larger of two.", valueName: "share"))
  var tolerance = 0.0

  func validate() throws {
    guard tolerance >= 0, tolerance < 1 else {
      throw ValidationError("--tolerance must be at least 0 and below 1.")
    }
  }
}

extension ResultsFile {
  /// Those of a run.
  /// - Parameter path: of the run's folder or of the file itself.
  init(at path: String) throws {
    var url = URL(filePath: path)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      url.append(path: "results.json")
    }
    guard let data = try? Data(contentsOf: url) else {
      throw ValidationError(
        "There are no results at `\(url.relativePath)`: `octavo run` writes them.")
    }
    do {
      try self.init(decoding: data)
    } catch {
      throw ValidationError("`\(url.relativePath)` holds no results that this version can read.")
    }
  }
}

extension Comparison {
  fileprivate func print(title: String?) {
    let prefix = title.map { "\($0): " } ?? ""
    if isSame {
      Swift.print("\(prefix)the same, \(comparedValues) values")
    } else {
      Swift.print("\(prefix)\(differences.count) differences")
      for difference in differences { Swift.print("  \(difference.path): \(difference.finding)") }
    }
  }
}
