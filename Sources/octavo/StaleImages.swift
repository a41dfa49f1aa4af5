import Foundation
import OctavoBase

/// The images of an exported document that is about to be replaced: those in its own folder that it
/// shows, and nothing else that is there.
struct StaleImages {
  private let folder: URL
  private let paths: [String]

  /// - Parameter document: the file; nothing is stale where there is none.
  init(besides document: URL) {
    folder = document.deletingLastPathComponent()
    let images = "\(document.deletingPathExtension().lastPathComponent)-files/"
    let text = (try? String(contentsOf: document, encoding: .utf8)) ?? ""
    paths = text.matches(of: /\]\(([^()\s]+)/).compactMap { match in
      let path = String(match.output.1).removingPercentEncoding ?? ""
      let isOwn = path.hasPrefix(images) && path.split(separator: "/").count == 2
      return isOwn ? path : nil
    }
  }

  /// Removes what the new document does not show.
  func remove(except shown: [String]) {
    for path in Set(paths).subtracting(shown) where ExtractionTarget.safePath(path) != nil {
      let file = folder.appending(path: path)
      guard FileStatus(ofEntry: file)?.isRegularFile == true,
        FileStatus(ofEntry: file.deletingLastPathComponent())?.isFolder == true
      else { continue }
      try? FileManager.default.removeItem(at: file)
    }
  }
}
