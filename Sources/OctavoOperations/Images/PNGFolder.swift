import Foundation
import OctavoEngine
import OctavoRunner

/// PNGs in a folder, with captions in its `metadata.jsonl` where there is one.
struct PNGFolder {
  private let folder: FolderPath
  private let channels: Int

  init(_ folder: FolderPath, grey: Bool) {
    self.folder = folder
    channels = grey ? 1 : 3
  }

  /// The names of the images, in order.
  ///
  /// - Throws: where there is none, or the first is no PNG.
  func files() throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0.lowercased().hasSuffix(".png") && !$0.hasPrefix(".") }.sorted()
    guard let first = names.first else {
      throw OperationError(
        "the folder `\(folder.path)` holds no PNG", remedy: "give a folder with files named *.png")
    }
    _ = try size(of: first)
    return names
  }

  func read(limit: Int?) throws -> ImageSet {
    let names = try files().prefix(limit ?? .max)
    let captions = try captions()
    let size = try size(of: names[0])
    var bytes: [UInt8] = []
    for name in names {
      let image = try decoded(name)
      guard (image.height, image.width) == size else {
        throw OperationError(
          "`\(name)` is \(image.width) × \(image.height), and `\(names[0])` is "
            + "\(size.width) × \(size.height)", remedy: "bring all images to one size")
      }
      bytes += image.bytes
    }
    return ImageSet(
      height: size.height, width: size.width, channels: channels, bytes: bytes,
      captions: names.map { captions[$0] ?? "" })
  }

  private func content(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.url.appending(path: name)))
  }

  private func size(of name: String) throws -> (height: Int, width: Int) {
    let content = try content(of: name)
    do { return try PNG.size(of: content) } catch { throw problem(name, error) }
  }

  private func decoded(_ name: String) throws -> (height: Int, width: Int, bytes: [UInt8]) {
    let content = try content(of: name)
    do { return try PNG.decode(content, channels: channels) } catch {
      throw problem(name, error)
    }
  }

  private func problem(_ name: String, _ error: PNGError) -> OperationError {
    OperationError("`\(name)` cannot be read as a PNG: \(error)", remedy: "remove or replace it")
  }

  private func captions() throws -> [String: String] {
    let file = folder.url.appending(path: "metadata.jsonl")
    guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
    return try ObjectLines(file, called: "metadata.jsonl").lines.reduce(into: [:]) {
      captions, line in
      guard let name = try line.text("file_name"), let text = try line.text("text") else {
        throw line.error("there is no `file_name` with a `text`")
      }
      captions[name] = text
    }
  }
}
