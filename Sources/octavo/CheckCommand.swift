import ArgumentParser
import OctavoNotebook
import OctavoRunner

/// `octavo check`: everything that can be known to be wrong before running.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks notebooks without running them.",
    discussion: """
      Of a folder, all Markdown files in it and in the folders within are checked that hold `step` or \
      `config` blocks.
      """)

  @Argument(
    help:
      "The notebooks, reports that carry theirs, or folders; `-` for a notebook on standard input.",
    completion: .notebooks)
  var files: [String]
  @OptionGroup var notebook: NotebookArguments
  @Flag(help: "Print the diagnostics as JSON on standard output.") var json = false

  func run() throws {
    let terminal = Terminal()
    let folders = try files.map { file in
      NotebookFolder.isFolder(file) ? try NotebookFolder(file) : nil
    }
    let plans = try notebook.plans(zip(files, folders).flatMap { $1?.notebooks ?? [$0] })
    if json {
      var report = DiagnosticReport()
      for plan in plans { report.add(plan.diagnostics, path: plan.notebook.source.path) }
      try StandardOutput.write(report.json)
    } else {
      for plan in plans { plan.printDiagnostics(to: terminal) }
      if folders.contains(where: { $0 != nil }) {
        terminal.line(
          "\(summary(of: plans, others: folders.compactMap(\.?.otherCount).reduce(0, +)))")
      }
    }
    if plans.contains(where: \.hasErrors) { throw ExitCode.wrongNotebook }
  }

  /// - Parameter others: how many Markdown files were passed over.
  private func summary(of plans: [Plan], others: Int) -> String {
    let wrong = plans.count(where: \.hasErrors)
    let doubtful = plans.count { !$0.hasErrors && !$0.diagnostics.isEmpty }
    var parts = ["\(count(plans.count, "notebook")) checked"]
    parts.append(wrong == 0 ? "none with errors" : "\(wrong) with errors")
    if doubtful > 0 { parts.append("\(doubtful) with warnings alone") }
    let rest = others == 0 ? "" : "; \(count(others, "other Markdown file")) passed over"
    return parts.joined(separator: ", ") + rest
  }

  private func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
