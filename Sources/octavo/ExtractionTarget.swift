import ArgumentParser
import Foundation
import OctavoBase

/// Files to be written below one folder, all or, where one is in the way, none.
struct ExtractionTarget {
  let folder: URL
  let replaces: Bool
  private var files: [(path: [String], bytes: Data)] = []

  init(folder: URL, replaces: Bool) {
    self.folder = folder
    self.replaces = replaces
  }

  /// The names of a path that leads to below the folder that it is taken from; `nil` for another one.
  static func safePath(_ path: String) -> [String]? {
    guard !path.hasPrefix("/"), !path.contains("\0"), !path.hasSuffix("/") else { return nil }
    let names = path.split(separator: "/").map(String.init).filter { $0 != "." }
    return names.isEmpty || names.contains("..") ? nil : names
  }

  /// Of several with one path the first counts.
  mutating func add(_ bytes: Data, as path: [String]) {
    if !files.contains(where: { $0.path == path }) { files.append((path, bytes)) }
  }

  func write() throws {
    for file in files { try check(file.path) }
    do {
      for file in files {
        let url = url(file.path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        // A file that has come in the meantime is not replaced either.
        if replaces, FileStatus(ofEntry: url) != nil {
          try file.bytes.write(to: url, options: .atomic)
        } else {
          try file.bytes.write(to: url, options: .withoutOverwriting)
        }
      }
    } catch {
      throw CommandError(
        "The files cannot be written to `\(folder.relativePath)`: \(error.localizedDescription)",
        .cannotWrite)
    }
  }

  private func url(_ path: [String]) -> URL { path.reduce(folder) { $0.appending(path: $1) } }

  /// Refuses what would follow a link out of the folder, or replace a file unasked.
  private func check(_ path: [String]) throws {
    for count in 1...path.count {
      let url = url(Array(path.prefix(count)))
      guard let status = FileStatus(ofEntry: url) else { return }
      let name = url.relativePath
      if status.isLink {
        throw CommandError(
          "`\(name)` is a symbolic link, and Octavo follows none; move it elsewhere.")
      }
      if count < path.count {
        guard status.isFolder else {
          throw CommandError(
            "`\(name)` is a file, and a folder is wanted there; move it elsewhere.")
        }
      } else if !status.isRegularFile {
        throw CommandError("`\(name)` is no regular file; move it elsewhere.")
      } else if !replaces {
        throw CommandError("`\(name)` is there already; `--force` replaces it.")
      }
    }
  }
}
