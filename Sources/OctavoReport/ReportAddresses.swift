import Foundation
import OctavoNotebook

/// Turns a notebook's relative addresses, which lead from its file, into ones that lead from the
/// report.
package struct ReportAddresses: Sendable {
  private let notebook: URL
  private let folder: URL

  /// - Parameters:
  ///   - path: The notebook's file.
  ///   - folder: That in which the report stands.
  package init(notebook path: String, reportFolder folder: URL) {
    notebook = URL(fileURLWithPath: path).standardizedFileURL
    self.folder = folder.absoluteURL.standardizedFileURL
  }

  /// An address that is not relative, or has no path, stays as it is.
  package func address(_ address: String) -> String {
    guard let local = LocalAddress(address), !local.isAbsolute else { return address }
    let file = local.file(in: notebook.deletingLastPathComponent()).standardizedFileURL
    if file == notebook, local.suffix.hasPrefix("#") { return local.suffix }
    let path = Self.path(from: folder.pathComponents, to: file.pathComponents)
    let isFolder = local.path.hasSuffix("/")
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
