import Foundation
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
    guard let content = try? ImageFolder(url) else { return folder.canonical }
    var hasher = ContentHasher()
    for item in content.images + content.metadata {
      hasher.update(item.name)
      let isRegular = FileIdentity(item.url)?.kind == .regular
      let hash = isRegular ? try? ContentHash(ofFile: item.url) : nil
      hasher.update(hash?.description ?? "unread")
    }
    for item in content.others { hasher.update(item.name) }
    return .string(hasher.finished().description)
  }

  static func decode(
    _ node: ResolvedNode, _ decoder: inout OptionDecoder
  ) -> ImageFolderPath? {
    FolderPath.decode(node, &decoder).map(ImageFolderPath.init)
  }
}
