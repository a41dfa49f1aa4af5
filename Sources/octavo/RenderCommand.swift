import ArgumentParser
import Foundation
import OctavoReport
import OctavoRunner

/// `octavo render`: the report of a run that was saved.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Draws the reports of runs again, without computing anything.",
    discussion: """
      A run saves what its report shows in its folder. So the report can be drawn again, also by a \
      later version of Octavo, and where neither the notebook nor the store is at hand. Only \
      `index.html` and its entry in `manifest.json` change.
      """)

  @Argument(help: "The runs' folders, such as `outputs/quickstart`.", completion: .directory)
  var folders: [String]
  @Flag(help: "Replace a report although it was changed since it was written.")
  var takeOver = false

  func run() throws {
    let terminal = Terminal()
    Interrupt.watch()
    for folder in folders {
      if Interrupt.isRequested { throw ExitCode.interrupted }
      try reportingOutputProblems(to: terminal) {
        let folder = try RunFolder(
          at: URL(filePath: folder), takesOver: takeOver,
          isCancelled: { Interrupt.isRequested },
          onNote: { terminal.line(terminal.styled("note", .dim) + ": \($0)") })
        try folder.replaceReport(
          with: Report.render(folder.saved, metadata: folder.metadata, folder: folder.url))
        try StandardOutput.line(folder.reportPath)
      }
    }
  }
}
