import Foundation
import OctavoNotebook

/// A file that a notebook names. It is looked for beside the notebook first, then in the folder
/// that the command was given in.
public struct FilePath: OptionValue {
  /// As the notebook writes it.
  public let path: String
  public let url: URL

  public static let typeName = "path of a file"
  public static let schema = JSON.object(["type": .string("string")])

  /// The content's hash, not the path: a file that is moved is the same file.
  public var canonical: JSON {
    .string((try? ContentHash(ofFile: url))?.description ?? path)
  }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> FilePath? {
    guard let found = decoder.find(.file, node) else { return nil }
    return FilePath(path: found.path, url: found.url)
  }
}

/// A folder that a notebook names, looked for as a file is.
public struct FolderPath: OptionValue {
  /// As the notebook writes it.
  public let path: String
  public let url: URL

  public static let typeName = "path of a folder"
  public static let schema = JSON.object(["type": .string("string")])

  /// The hash of the files in the folder, not the path; folders within are not looked into.
  public var canonical: JSON {
    var hasher = ContentHasher()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    for name in names.sorted() {
      guard let hash = try? ContentHash(ofFile: url.appending(path: name)) else { continue }
      hasher.update(name)
      hasher.update(hash.description)
    }
    return .string(hasher.finished().description)
  }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> FolderPath? {
    guard let found = decoder.find(.folder, node) else { return nil }
    return FolderPath(path: found.path, url: found.url)
  }
}

extension OptionDecoder {
  fileprivate enum PathKind: String {
    case file, folder
  }

  /// Looks for what a path names, and reports why it cannot be used.
  fileprivate mutating func find(
    _ kind: PathKind, _ node: ResolvedNode
  ) -> (path: String, url: URL)? {
    if case .known(let value)? = node.evaluation, value.type != .text {
      report(
        at: node.range, "expected the path of a \(kind.rawValue), not \(node.kind)",
        remedy: "put it in quotes if that is the \(kind.rawValue)'s name")
      return nil
    }
    guard let path = String.decode(node, &self) else { return nil }
    for folder in environment.folders {
      let url = URL(filePath: path, relativeTo: folder).absoluteURL
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
        continue
      }
      guard isFolder.boolValue == (kind == .folder) else {
        let actual = isFolder.boolValue ? PathKind.folder : .file
        report(
          at: node.range, "`\(path)` is a \(actual.rawValue), and a \(kind.rawValue) is wanted")
        return nil
      }
      guard FileManager.default.isReadableFile(atPath: url.path) else {
        report(at: node.range, "the \(kind.rawValue) `\(path)` may not be read by this user")
        return nil
      }
      return (path, url)
    }
    report(
      at: node.range, "there is no \(kind.rawValue) `\(path)`",
      remedy: "the path is taken from the notebook's folder, then from the folder of the command")
    return nil
  }
}
