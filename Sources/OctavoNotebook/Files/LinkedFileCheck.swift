import Foundation
import OctavoBase

/// Finds links that lead nowhere, and images that cannot be shown.
struct LinkedFileCheck {
  private(set) var diagnostics: [Diagnostic] = []

  private static let largestTogether = 64 << 20

  private let folder: URL
  private let images: NotebookImages
  private var seen: Set<String> = []
  private var total = 0
  private var isTooMuch = false

  init(_ notebook: Notebook) {
    let path = notebook.source.path
    folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    images = NotebookImages(of: notebook)
    for file in notebook.linkedFiles {
      switch file.use {
      case .link where notebook.isFromReport: break
      case .link: checkLink(file)
      case .image: checkImage(file)
      }
    }
  }

  private mutating func checkLink(_ link: LinkedFile) {
    guard let address = LocalAddress(link.address) else { return }
    let file = address.file(in: folder)
    guard !LocalAddress.isThere(file) else { return }
    diagnostics.append(
      Diagnostic(
        .brokenLink, .warning, at: link.range,
        "the link leads nowhere: there is no file `\(address.path)`",
        remedy: remedy(for: file, address)))
  }

  private func remedy(for file: URL, _ address: LocalAddress) -> String {
    if address.path.hasPrefix("~") { return "`~` has no meaning in a link; write the path in full" }
    let names =
      (try? FileManager.default.contentsOfDirectory(
        atPath: file.deletingLastPathComponent().path)) ?? []
    if let name = nearest(to: file.lastPathComponent, among: names.sorted()) {
      return "did you mean `\(name)`?"
    }
    return address.isAbsolute
      ? "an absolute path is one of this computer; write it relative to the notebook"
      : "paths are relative to the notebook's folder"
  }

  private mutating func checkImage(_ image: LinkedFile) {
    do throws(NotebookImages.Fault) {
      let size = try images.size(image.address)
      if seen.insert(image.address).inserted { total += size }
      if total > Self.largestTogether, !isTooMuch {
        isTooMuch = true
        diagnostics.append(
          Diagnostic(
            .tooLarge, at: image.range,
            "the images of the notebook are larger than \(Self.largestTogether >> 20) MB together",
            remedy: "make them smaller"))
      }
    } catch {
      let (message, remedy) = text(of: error, image)
      diagnostics.append(Diagnostic(.unusableImage, at: image.range, message, remedy: remedy))
    }
  }

  private func text(
    of fault: NotebookImages.Fault, _ image: LinkedFile
  ) -> (message: String, remedy: String?) {
    let address = LocalAddress(image.address)
    let path = address?.path ?? image.address
    let name = LinkPolicy.scheme(of: image.address) == nil ? "`\(path)`" : "the address's data"
    switch fault {
    case .notLocal:
      return (
        "the image `\(image.address)` is not a file of this computer",
        "save it beside the notebook, and write its path"
      )
    case .missing:
      return (
        "there is no image \(name)", address.map { remedy(for: $0.file(in: folder), $0) }
      )
    case .folder: return ("\(name) is a folder, not an image", nil)
    case .notAFile: return ("\(name) is not a regular file", nil)
    case .outside:
      return (
        "the image \(name) is outside the notebook's folder",
        "allow its folder in the front matter, as in `image-folders: [../figures]`"
      )
    case .tooLarge:
      return (
        "the image \(name) is larger than \(NotebookImages.largest >> 20) MB", "make it smaller"
      )
    case .unreadable(let reason): return ("the image \(name) \(reason)", nil)
    case .notAnImage:
      return ("\(name) is no image", "an image is PNG, JPEG, GIF, WebP or SVG")
    }
  }
}

extension Notebook {
  /// The notebook with what is wrong with the files that its prose names.
  package func checkingLinkedFiles() -> Notebook {
    guard !linkedFiles.isEmpty else { return self }
    var result = self
    result.diagnostics = (diagnostics + LinkedFileCheck(self).diagnostics).inOrder.limited
    return result
  }
}
