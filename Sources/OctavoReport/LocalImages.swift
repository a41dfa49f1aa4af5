import Foundation
import OctavoNotebook

/// Images that a notebook's prose shows, read so that the page can carry them.
package struct LocalImages: Sendable {
  private let images: NotebookImages

  /// - Parameters:
  ///   - path: The notebook's file.
  ///   - imageFolders: Other folders whose images may be shown.
  package init(besides path: String, imageFolders: [String] = []) {
    images = NotebookImages(besides: path, imageFolders: imageFolders)
  }

  package init(of notebook: Notebook) { images = NotebookImages(of: notebook) }

  /// `nil` for what is no image or may not be read; `octavo check` says why.
  package func image(at address: String) -> EmbeddedImage? {
    guard let image = try? images.read(address) else { return nil }
    return EmbeddedImage(image.type, bytes: image.bytes)
  }
}
