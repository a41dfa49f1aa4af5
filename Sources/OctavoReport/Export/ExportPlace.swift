import Foundation
import OctavoNotebook
import OctavoResults

/// Where a report stands, and where what is exported of it will.
public struct ExportPlace: Sendable {
  private let report: URL
  private let export: URL

  /// - Parameters:
  ///   - report: the folder of the report. The notebook stands to it as it did when it was run.
  ///   - export: the folder of the exported document.
  public init(report: URL, export: URL) {
    self.report = report
    self.export = export
  }

  /// The relative addresses of a notebook's links, each with one that leads from the export to the
  /// same file.
  func addresses(of links: [String], in notebook: SavedRun.Notebook) -> [String: String] {
    var root = report.absoluteURL.standardizedFileURL
    for _ in notebook.reportFolder.split(separator: "/") { root.deleteLastPathComponent() }
    let addresses = ReportAddresses(
      notebook: root.appending(path: notebook.path).path, reportFolder: export)
    return Dictionary(links.map { ($0, addresses.address($0)) }) { first, _ in first }
      .filter { $0.key != $0.value }
  }
}

extension Notebook {
  /// The addresses of links and images of the prose, as they are written.
  var linkedAddresses: [String] {
    elements.flatMap { element -> [String] in
      if case .prose(let prose) = element { prose.linkedAddresses } else { [] }
    }
  }
}

extension Prose {
  fileprivate var linkedAddresses: [String] {
    var addresses = texts.flatMap { $0.flatMap(\.linkedAddresses) }
    if case .figure(let image, _) = self { addresses.append(image.source) }
    return addresses + innerBlocks.flatMap(\.linkedAddresses)
  }
}

extension Inline {
  fileprivate var linkedAddresses: [String] {
    let inner = content.flatMap(\.linkedAddresses)
    return switch self {
    case .link(let address, _, _), .image(let address, _, _): [address] + inner
    default: inner
    }
  }
}
