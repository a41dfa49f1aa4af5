import Foundation
import OctavoBase
import OctavoNotebook
import OctavoRunner

/// A folder of images that a notebook names.
struct ImageFolderPath: OptionValue {
  let folder: FolderPath

  var path: String { folder.path }
  var url: URL { folder.url }

  static var typeName: String { FolderPath.typeName }
  static var schema: JSON { FolderPath.schema }

  /// The hash of all that is read of it, in subfolders too, with the names of what is passed over.
  var canonical: JSON {
    get throws {
      let content = try ImageFolder(url)
      var hasher = ContentHasher()
      for item in content.images + content.metadata {
        hasher.update(item.name)
        let isRegular = FileStatus(item.url)?.isRegularFile == true
        hasher.update(isRegular ? try hash(of: item).description : "unread")
      }
      for item in content.others { hasher.update(item.name) }
      return .string(hasher.finished().description)
    }
  }

  private func hash(of item: ImageFolder.Item) throws -> ContentHash {
    do throws(FileProblem) { return try ContentHash(ofFile: item.url) } catch {
      throw OperationError(
        "the file `\(path)/\(item.name)` \(error.predicate)", remedy: error.remedy)
    }
  }

  static func decode(
    _ node: ResolvedNode, _ decoder: inout OptionDecoder
  ) -> ImageFolderPath? {
    FolderPath.decode(node, &decoder).map(ImageFolderPath.init)
  }
}
