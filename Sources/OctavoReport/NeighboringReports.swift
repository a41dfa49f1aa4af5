import Foundation
import OctavoBase

/// The reports that stand beside a report's folder, so that a link from one notebook to another can lead
/// from report to report.
package struct NeighboringReports: Sendable {
  /// In which the folders of all reports stand.
  private let output: URL

  /// - Parameter folder: That of the report from which links lead.
  package init(besides folder: URL) {
    output = folder.absoluteURL.standardizedFileURL.deletingLastPathComponent()
  }

  private struct Manifest: Decodable {
    var notebook: String?
  }

  /// Whether a report stands there that is of a notebook.
  ///
  /// - Parameters:
  ///   - name: The report's folder.
  ///   - notebook: The notebook's file, as a path from that folder.
  package func hasReport(in name: String, of notebook: String) -> Bool {
    let folder = output.appending(path: name, directoryHint: .isDirectory)
    guard !name.contains("\0"), name != "..", name != ".",
      FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path),
      let data = try? Data(contentsOf: folder.appending(path: "manifest.json")),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return false }
    return manifest.notebook == notebook
  }
}
