import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults

/// What a command is given to read: a notebook, or a report that carries one.
struct GivenNotebook {
  let notebook: Notebook
  /// The report that the notebook came within.
  let report: ReceivedReport?
  /// The data files of the report, where steps can read them, by the paths that the notebook has.
  let carriedFiles: [String: URL]

  /// Whether the file was read as a notebook, and not as a report.
  let isNotebook: Bool

  /// What is wrong with the file is in the notebook's diagnostics.
  init(_ path: String) throws {
    guard path != Notebook.standardInput, ReceivedReport.isReport(path) else {
      self.init(
        notebook: Notebook.read(path: path), report: nil, carriedFiles: [:], isNotebook: true)
      return
    }
    let report: ReceivedReport
    do throws(ReceivedReport.Fault) { report = try ReceivedReport(path) } catch {
      let source = Source(path: path, text: "")
      let problem = Diagnostic(
        .unreadableReport, at: nil, "the report \(error.message)", remedy: error.remedy)
      self.init(
        notebook: Notebook(source: source, elements: [], diagnostics: [problem]), report: nil,
        carriedFiles: [:], isNotebook: false)
      return
    }
    self.init(
      notebook: report.notebook, report: report,
      carriedFiles: try CarriedFiles.urls(of: report.saved.files), isNotebook: false)
  }

  private init(
    notebook: Notebook, report: ReceivedReport?, carriedFiles: [String: URL], isNotebook: Bool
  ) {
    self.isNotebook = isNotebook
    self.notebook = notebook
    self.report = report
    self.carriedFiles = carriedFiles
  }
}
