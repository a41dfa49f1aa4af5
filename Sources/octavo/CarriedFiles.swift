import ArgumentParser
import Foundation
import OctavoResults

/// The data files that reports carry, in a folder of this process, so that steps can read them.
enum CarriedFiles {
  /// Removed when the process ends.
  nonisolated(unsafe) private static var folders: [URL] = []

  /// By the paths that the notebook has for them; of files in a folder that it names, the folder.
  ///
  /// No part of these paths becomes part of a path on the disk but a file's plain name.
  static func urls(of files: [DataFile]) throws -> [String: URL] {
    let carried = files.filter { $0.bytes != nil }
    guard !carried.isEmpty else { return [:] }
    let folder = try makeFolder()
    var urls: [String: URL] = [:]
    do {
      for (index, file) in carried.enumerated() {
        let place: URL
        if let name = file.folder, let known = urls[name] {
          place = known
        } else {
          place = folder.appending(path: String(index), directoryHint: .isDirectory)
          try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
          if let name = file.folder { urls[name] = place }
        }
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        guard !["", ".", ".."].contains(name), !name.contains("\0") else { continue }
        let url = place.appending(path: name)
        try file.bytes?.write(to: url, options: .withoutOverwriting)
        if file.folder == nil { urls[file.path] = url }
      }
    } catch {
      throw CommandError(
        "The data of the report cannot be written to `\(folder.path)`.", .cannotWrite)
    }
    return urls
  }

  private static func makeFolder() throws -> URL {
    var path = Array(URL.temporaryDirectory.appending(path: "octavo-XXXXXX").path.utf8CString)
    guard mkdtemp(&path) != nil else {
      throw CommandError(
        "The data of the report cannot be written to `\(URL.temporaryDirectory.path)`.",
        .cannotWrite)
    }
    if folders.isEmpty { atexit { CarriedFiles.removeAll() } }
    let bytes = path.dropLast().map { UInt8(bitPattern: $0) }
    let folder = URL(
      filePath: String(decoding: bytes, as: UTF8.self), directoryHint: .isDirectory)
    folders.append(folder)
    return folder
  }

  private static func removeAll() {
    for folder in folders { try? FileManager.default.removeItem(at: folder) }
  }
}
