import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// A file or a folder that an option of a step names. Of one that is not there, which is an error of the
/// notebook, each place where it may come to be is named.
public struct NamedFile: Hashable, Sendable {
  /// As the notebook writes it.
  public let path: String
  public let url: URL
  public let isFolder: Bool
}

extension Plan {
  /// The files that the steps read, as far as they are known before the run, of a folder those in
  /// it, and those of the bibliography.
  ///
  /// - Parameter carries: whether the bytes are to be there; those of the bibliography always are.
  /// - Throws: `FileProblem` where a file cannot be read, or where those whose bytes are wanted are
  ///   larger than `DataFile.largestTogether`.
  public func dataFiles(carrying carries: Bool) throws(FileProblem) -> [DataFile] {
    var files: [DataFile] = []
    var total = 0
    for (path, folder, url) in namedFiles.flatMap(\.files) {
      let file = try RegularFile(url.path)
      total += file.size
      if carries, total > DataFile.largestTogether {
        throw FileProblem(
          path,
          "would make the data that the report carries larger than "
            + "\(DataFile.largestTogether >> 20) MB",
          remedy: "run without `--embed-data`: the report then has the file's name and its SHA-256")
      }
      let bytes = carries ? Data(try file.bytes()) : nil
      let hash = if let bytes { ContentHash(of: bytes) } else { try ContentHash(ofFile: url) }
      files.append(
        DataFile(
          path: path, folder: folder, size: bytes?.count ?? file.size, sha256: hash.description,
          bytes: bytes))
    }
    let bibliography = notebook.bibliographyFiles.sorted { $0.key < $1.key }
    return files
      + bibliography.map { path, bytes in
        DataFile(
          path: path, size: bytes.count, sha256: ContentHash(of: bytes).description,
          bytes: Data(bytes))
      }
  }

  /// The files and folders that the steps read, as far as they are known before the run, each once,
  /// in the notebook's order.
  public var namedFiles: [NamedFile] {
    steps.flatMap(\.plannedPoints).flatMap(\.files).distinct
  }
}

extension DataFile {
  /// How many bytes of data a report carries at most.
  public static let largestTogether = 8 << 20
}

extension NamedFile {
  /// Itself, or the files in it. Folders within are not looked into, as in a step's key.
  fileprivate var files: [(path: String, folder: String?, url: URL)] {
    guard isFolder else { return [(path, nil, url)] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted().compactMap { name in
      let file = url.appending(path: name)
      guard FileStatus(file)?.isRegularFile == true else { return nil }
      return (path.hasSuffix("/") ? path + name : "\(path)/\(name)", path, file)
    }
  }
}
