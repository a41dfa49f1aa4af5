import ArgumentParser
import OctavoResults

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
    try comparison.print(title: nil)
    if !comparison.isSame { throw ExitCode.resultsDiffer }
  }
}
