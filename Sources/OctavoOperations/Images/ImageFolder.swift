import Foundation
import OctavoBase
import OctavoRunner

/// What lies in a folder of images: those in the folder itself, or where it holds none, those in
/// its subfolders. Hidden files are left alone, and links are followed.
struct ImageFolder {
  struct Item {
    /// The path from the folder, which messages and captions name.
    let name: String
    let url: URL

    /// The subfolder that it lies in, as a path from the folder; empty for the folder itself.
    var parent: String { name.split(separator: "/").dropLast().joined(separator: "/") }
  }

  /// In the order of their names.
  private(set) var images: [Item] = []
  /// Files that give captions, `metadata.jsonl` or `metadata.csv`.
  private(set) var metadata: [Item] = []
  /// Other files that lie among the images.
  private(set) var others: [Item] = []
  /// Subfolders that are not looked into because the folder itself holds images.
  private(set) var unreadSubfolders: [Item] = []

  private static let metadataNames: Set = ["metadata.jsonl", "metadata.csv"]
  private static let extensions: Set = ["png", "jpg", "jpeg", "jpe", "jfif"]
  private static let mostFiles = 1_000_000

  /// - Throws: where a folder cannot be read or leads back to itself.
  init(_ url: URL) throws {
    let subfolders = try list(url, "")
    if images.isEmpty {
      for folder in subfolders { try listAll(folder, within: [FileStatus(url)]) }
    } else {
      unreadSubfolders = subfolders
    }
    images.sort { $0.name < $1.name }
    metadata.sort { $0.name < $1.name }
    others.sort { $0.name < $1.name }
  }

  private mutating func listAll(_ folder: Item, within around: [FileStatus?]) throws {
    let status = FileStatus(folder.url)
    let leadsBack = around.contains { outer in
      outer.map { status?.isSame(as: $0) == true } ?? false
    }
    guard !leadsBack else {
      throw OperationError(
        "the folder `\(folder.name)` leads back to a folder around it", remedy: "remove the link")
    }
    for subfolder in try list(folder.url, folder.name + "/") {
      try listAll(subfolder, within: around + [status])
    }
  }

  /// Takes the files of one folder, and returns its subfolders.
  private mutating func list(_ url: URL, _ prefix: String) throws -> [Item] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: url.path) } catch {
      throw OperationError(
        "the folder `\(prefix.isEmpty ? url.lastPathComponent : prefix)` "
          + FileProblem(url.path, errorNumber: access(url.path, R_OK) == 0 ? EIO : errno).predicate)
    }
    var subfolders: [Item] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      let item = Item(name: prefix + name, url: url.appending(path: name))
      if FileStatus(item.url)?.isFolder == true {
        subfolders.append(item)
      } else if Self.metadataNames.contains(name) {
        metadata.append(item)
      } else if Self.extensions.contains(item.url.pathExtension.lowercased()) {
        images.append(item)
      } else {
        others.append(item)
      }
    }
    guard images.count + others.count <= Self.mostFiles else {
      throw OperationError("there are more than \(Self.mostFiles) files in the folder")
    }
    return subfolders
  }
}
