import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults

/// What a command is given to read: a notebook, or a report that carries one.
struct GivenNotebook {
  /// As it was given.
  let path: String
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
      self.init(path, notebook: Notebook.read(path: path), isNotebook: true)
      return
    }
    let report: ReceivedReport
    do throws(ReceivedReport.Fault) { report = try ReceivedReport(path) } catch {
      let source = Source(path: path, text: "")
      let problem = Diagnostic(
        .unreadableReport, at: nil, "the report \(error.message)", remedy: error.remedy)
      self.init(
        path, notebook: Notebook(source: source, elements: [], diagnostics: [problem]),
        isNotebook: false)
      return
    }
    self.init(
      path, notebook: report.notebook, report: report,
      carriedFiles: try CarriedFiles.urls(of: report.saved.files), isNotebook: false)
  }

  /// A notebook that was read earlier.
  init(_ bytes: Data, path: String) {
    self.init(path, notebook: Notebook.read(Array(bytes), path: path), isNotebook: true)
  }

  private init(
    _ path: String, notebook: Notebook, report: ReceivedReport? = nil,
    carriedFiles: [String: URL] = [:], isNotebook: Bool
  ) {
    self.path = path
    self.isNotebook = isNotebook
    self.notebook = notebook
    self.report = report
    self.carriedFiles = carriedFiles
  }
}
