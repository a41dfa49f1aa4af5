import Foundation
import OctavoBase

/// Whether a folder is still what one run left there. A folder without a manifest, as earlier
/// versions left it, cannot be inspected and counts as unchanged.
public struct OutputInspection {
  /// Files whose content is not what the run wrote, by path within the folder.
  public private(set) var changed: [String] = []
  /// Files that the run wrote and that are not there.
  public private(set) var missing: [String] = []
  private let folder: URL
  private let manifest: OutputManifest?

  public init(of folder: URL) {
    self.folder = folder
    manifest = OutputManifest(of: folder)
    for path in (manifest?.files.keys.sorted() ?? []) {
      switch manifest?.change(of: path, in: folder) {
      case .missing: missing.append(path)
      case .changed: changed.append(path)
      case .unlisted, nil: continue
      }
    }
  }

  /// The notebook whose results are in the folder, where it is another file than this one.
  public func notebook(otherThan source: URL) -> String? {
    let place = OutputFolder(
      notebook: folder.lastPathComponent, in: folder.deletingLastPathComponent())
    guard let owner = manifest?.notebook, let way = place.way(to: source), owner != way else {
      return nil
    }
    let file = place.file(at: owner)
    return FileStatus(ofEntry: file) == nil ? nil : file.shortPath
  }
}
