import ArgumentParser
import Foundation
import OctavoBase
import OctavoReport
import OctavoResults
import OctavoRunner

/// `octavo diff`: what came out differently in two runs or more.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares the results of runs with those of the first one.",
    discussion: """
      Of two runs it prints a line for each difference, of more a table with a column for each run. \
      Where steps ran at several seeds, the means over the seeds are compared. \
      `--html` draws the curves of all runs over each other.
      """)

  @Argument(
    help: ArgumentHelp(
      "The runs' folders, such as `outputs/quickstart`, or their `results.json`. The others are "
        + "compared with the first one.", valueName: "run"),
    completion: .directory)
  var runs: [String]
  @OptionGroup var comparing: ComparisonArguments
  @Flag(help: "Print the differences at every seed, too, and not those of the means alone.")
  var all = false
  @Flag(help: "Print the differences as JSON.")
  var json = false
  @Option(
    help: ArgumentHelp(
      "Also writes the comparison to this file, as a page.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?
  @Flag(help: "Replace the file of --html although Octavo did not write it.")
  var takeOver = false

  func validate() throws {
    guard runs.count >= 2 else {
      throw ValidationError("octavo diff compares at least two runs.")
    }
    if let html, html.isEmpty { throw ValidationError("--html takes the name of a file.") }
    if takeOver, html == nil { throw ValidationError("--take-over needs --html.") }
  }

  func run() throws {
    let results = try runs.map { try ResultsFile(at: $0) }
    let comparison = RunComparison(
      of: results[0], with: Array(results.dropFirst()), tolerance: comparing.tolerance)
    if let html { try writePage(of: comparison, results, to: html) }
    if json {
      try StandardOutput.write(ComparisonJSON(comparison, of: results, at: runs).text())
    } else if runs.count == 2 {
      let settings = SettingComparison(
        of: results[0], with: results[1], tolerance: comparing.tolerance)
      if all || !comparison.comparisons[0].differences.contains(where: settings.covers) {
        try comparison.comparisons[0].print(title: nil)
      } else {
        try SettingComparisonText(comparison: comparison.comparisons[0], settings: settings).print()
      }
    } else {
      try StandardOutput.write(ComparisonText(comparison, of: runs).text)
    }
    if !comparison.isSame { throw ExitCode.resultsDiffer }
  }

  private func writePage(
    of comparison: RunComparison, _ results: [ResultsFile], to path: String
  ) throws {
    let compared = zip(runs, results).map { path, results in
      ComparedRun(name: path, results: results, at: path)
    }
    let page = ComparisonPage(compared, comparison, octavo: Octavo.version)
    try reportingOutputProblems(to: Terminal()) {
      try SealedPage.write(page.html, to: URL(filePath: path), takesOver: takeOver)
    }
  }
}

extension ComparedRun {
  /// - Parameter path: of the run's folder, or of its `results.json`.
  fileprivate init(name: String, results: ResultsFile, at path: String) {
    var folder = URL(filePath: path)
    if FileStatus(folder)?.isFolder != true { folder.deleteLastPathComponent() }
    let metadata = try? RunMetadata(
      decoding: Data(contentsOf: folder.appending(path: "run.json")))
    let saved = try? SavedRun(
      decoding: Data(contentsOf: folder.appending(path: SavedRun.name)))
    // Beside a `results.json` that was moved there may be the files of another run.
    let isSameRun = saved?.run.notebook == results.notebook && saved?.run.seed == results.seed
    self.init(
      name: name, results: results, metadata: isSameRun ? metadata : nil,
      steps: isSameRun ? saved?.run.steps.map(\.name) : nil)
  }
}
