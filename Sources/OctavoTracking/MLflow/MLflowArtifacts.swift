import Foundation
import OctavoBase

/// The files of a run's output folder, and which run on the server they belong to.
struct MLflowArtifacts {
  let folder: URL

  var ofNotebook: [(file: URL, name: String)] {
    ["index.html", "results.json", "run.json"].map { (folder.appending(path: $0), $0) }
  }

  /// What a step has made at a point.
  func of(_ key: MLflowRunKey) -> [(file: URL, name: String)] {
    guard case .point(let step, let point) = key else { return [] }
    var folder = folder.appending(path: "artifacts").appending(path: step)
    if !point.isEmpty { folder.append(path: point) }
    return Self.files(in: folder)
  }

  private static func files(in folder: URL) -> [(file: URL, name: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().flatMap { name -> [(file: URL, name: String)] in
      let file = folder.appending(path: name)
      guard let status = FileStatus(ofEntry: file) else { return [] }
      if status.isFolder { return files(in: file).map { ($0.file, "\(name)/\($0.name)") } }
      return status.isRegularFile ? [(file, name)] : []
    }
  }
}
