import Foundation
import OctavoNotebook
import OctavoResults

/// Turns a notebook's relative addresses, which lead from its file, into ones that lead from the
/// report.
package struct ReportAddresses: Sendable {
  private let notebook: URL
  private let folder: URL
  private let neighbors: NeighboringReports?

  /// - Parameters:
  ///   - path: The notebook's file.
  ///   - folder: That in which the report stands.
  ///   - neighbors: Reports to which a link to their notebook leads instead.
  package init(
    notebook path: String, reportFolder folder: URL, neighbors: NeighboringReports? = nil
  ) {
    notebook = URL(fileURLWithPath: path).standardizedFileURL
    self.folder = folder.absoluteURL.standardizedFileURL
    self.neighbors = neighbors
  }

  /// Those of a saved run, wherever it is now: its files stand to each other as they did.
  init(_ saved: SavedRun.Notebook, neighbors: NeighboringReports? = nil) {
    // Deep enough for links that lead up and out of the folder that notebook and report are in.
    let root = URL(fileURLWithPath: String(repeating: "/-", count: 64), isDirectory: true)
    self.init(
      notebook: root.appending(path: saved.path).path,
      reportFolder: root.appending(path: saved.reportFolder, directoryHint: .isDirectory),
      neighbors: neighbors)
  }

  /// Where a notebook and its report stand, as paths from the closest folder that both are in.
  static func places(
    notebook path: String, reportFolder: URL
  ) -> (notebook: String, reportFolder: String) {
    let places = ReportAddresses(notebook: path, reportFolder: reportFolder)
    let (file, folder) = (places.notebook.pathComponents, places.folder.pathComponents)
    let common = zip(folder, file.dropLast()).prefix { $0 == $1 }.count
    return (
      file[common...].joined(separator: "/"), folder[common...].joined(separator: "/")
    )
  }

  /// An address that is not relative, or has no path, stays as it is.
  package func address(_ address: String) -> String {
    guard let local = LocalAddress(address), !local.isAbsolute else { return address }
    let file = local.file(in: notebook.deletingLastPathComponent()).standardizedFileURL
    if file == notebook, local.suffix.hasPrefix("#") { return local.suffix }
    var path = Self.path(from: folder.pathComponents, to: file.pathComponents)
    let isFolder = local.path.hasSuffix("/")
    let name = file.deletingPathExtension().lastPathComponent
    if file != notebook, file.pathExtension == "md", !isFolder,
      neighbors?.hasReport(in: name, of: path.joined(separator: "/")) == true
    {
      path = ["..", name, "index.html"]
    }
    let encoded = path.map { component in
      LinkTarget.encoded(component.replacing("%", with: "%25")).replacing("#", with: "%23")
        .replacing("?", with: "%3F").replacing(":", with: "%3A")
    }
    return encoded.joined(separator: "/") + (isFolder ? "/" : "") + local.suffix
  }

  /// As a browser follows it, which knows no symbolic links.
  private static func path(from folder: [String], to file: [String]) -> [String] {
    let common = zip(folder, file).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: folder.count - common)
    let path = up + file[common...]
    return path.isEmpty ? ["."] : path
  }
}
