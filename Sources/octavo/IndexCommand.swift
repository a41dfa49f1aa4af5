import ArgumentParser
import Foundation
import OctavoBase
import OctavoReport
import OctavoRunner

/// `octavo index`: a page that leads to the reports of all saved runs.
struct IndexCommand: ParsableCommand {
  enum Order: String, CaseIterable, ExpressibleByArgument {
    case title, time
  }

  static let configuration = CommandConfiguration(
    commandName: "index", abstract: "Writes a page that lists the saved runs of a folder.",
    discussion: """
      The page is `index.html` in the folder. It has the title, the outcome, some values and the first \
      plot of every run, and leads to the reports. Folders that hold no run are named and left out.
      """)

  @Argument(help: "The folder in which the runs have theirs.", completion: .directory)
  var folder = RunCommand.defaultOutput
  @Option(help: "What comes first: `title` sorts by titles, `time` puts the latest run first.")
  var sort = Order.title
  @Flag(help: "Print how each run went, with its time and memory, in place of the page's path.")
  var table = false
  @Flag(help: "Replace the folder's `index.html` although Octavo did not write it.")
  var takeOver = false

  func run() throws {
    let terminal = Terminal()
    try reportingOutputProblems(to: terminal) {
      let folder = URL(filePath: folder)
      let runs = try SavedRuns(in: folder)
      for problem in runs.problems {
        terminal.line(
          terminal.styled("note", .dim)
            + ": `\(problem.folder)` is left out: \(problem.finding)")
      }
      let reports = sorted(
        runs.entries.map {
          IndexedReport(folder: $0.folder, $0.saved, $0.metadata, hasReport: $0.hasReport)
        })
      let page = IndexPage(
        reports, problems: runs.problems.map { ($0.folder, $0.finding) }, octavo: Octavo.version)
      let file = folder.appending(path: "index.html")
      try SealedPage.write(page.html, to: file, takesOver: takeOver)
      if table {
        try StandardOutput.write(RunTable(reports).text)
      } else {
        try StandardOutput.line(file.relativePath)
      }
    }
  }

  private func sorted(_ reports: [IndexedReport]) -> [IndexedReport] {
    switch sort {
    case .title:
      reports.sorted { ($0.title.lowercased(), $0.folder) < ($1.title.lowercased(), $1.folder) }
    case .time: reports.sorted { ($0.started, $1.folder) > ($1.started, $0.folder) }
    }
  }
}

/// How runs went, a line for each.
private struct RunTable {
  let text: String

  init(_ reports: [IndexedReport]) {
    let rows =
      [["notebook", "outcome", "time", "memory"]]
      + reports.map { report in
        let memory = report.metadata.peakMemoryMegabytes.map {
          "\(NumberText.fixed($0, decimals: 0)) MB"
        }
        let time = DurationText.text(seconds: report.metadata.seconds)
        return [report.folder, report.verdict.text, time, memory ?? "–"].map {
          $0.replacing("\u{A0}", with: " ")
        }
      }
    text = TextTable(rows).lines.map { $0 + "\n" }.joined()
  }
}
