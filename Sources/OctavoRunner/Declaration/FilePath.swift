import Foundation
import OctavoNotebook

/// A file that a notebook names. It is looked for beside the notebook first, then in the folder
/// that the command was given in.
public struct FilePath: OptionValue {
  /// As the notebook writes it.
  public let path: String
  public let url: URL

  public static var typeName: String { "path of a file" }
  public static var schema: JSON { .object(["type": .string("string")]) }

  /// The content's hash, not the path: a file that is moved is the same file.
  public var canonical: JSON {
    .string((try? ContentHash(ofFile: url))?.description ?? path)
  }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> FilePath? {
    guard let path = String.decode(node, &decoder) else { return nil }
    for folder in decoder.environment.folders {
      let url = URL(filePath: path, relativeTo: folder).absoluteURL
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
        continue
      }
      guard FileManager.default.isReadableFile(atPath: url.path) else {
        decoder.report(at: node.range, "the file `\(path)` may not be read by this user")
        return nil
      }
      return FilePath(path: path, url: url)
    }
    decoder.report(
      at: node.range, "there is no file `\(path)`",
      remedy: path.isEmpty
        ? "give the path of a file"
        : "the path is taken from the notebook's folder, then from the folder of the command")
    return nil
  }
}
