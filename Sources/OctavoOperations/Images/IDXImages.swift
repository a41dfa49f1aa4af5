import Foundation
import OctavoEngine
import OctavoRunner

/// Grey images in an IDX file, and their labels in another.
struct IDXImages {
  private let path: FilePath

  init(_ path: FilePath) {
    self.path = path
  }

  func read(limit: Int?, labels: FilePath? = nil) throws -> ImageSet {
    let file = try Self.file(path)
    guard file.shape.count == 3, file.shape.allSatisfy({ $0 > 0 }) else {
      throw OperationError(
        "`\(path.path)` holds \(file.shape.map(String.init).joined(separator: " × ")) numbers, "
          + "and images are number × height × width",
        remedy: file.shape.count == 1
          ? "these may be the labels; give the file with the images" : nil)
    }
    guard file.shape[1] <= PNG.longestSide, file.shape[2] <= PNG.longestSide else {
      throw OperationError("the images of `\(path.path)` are too large to learn from")
    }
    let count = min(limit ?? .max, file.shape[0])
    let size = file.shape[1] * file.shape[2]
    let captions = try labels.map { try self.labels($0, of: file.shape[0]) }
    return ImageSet(
      height: file.shape[1], width: file.shape[2], channels: 1,
      bytes: Array(file.bytes.prefix(count * size)),
      captions: Array((captions ?? Array(repeating: "", count: count)).prefix(count)))
  }

  func labels(_ labels: FilePath) throws -> [String] {
    try self.labels(labels, of: Self.file(path).shape[0])
  }

  private func labels(_ labels: FilePath, of count: Int) throws -> [String] {
    let file = try Self.file(labels)
    guard file.shape == [count] else {
      throw OperationError(
        "`\(labels.path)` holds \(file.shape.map(String.init).joined(separator: " × ")) numbers, "
          + "and there are \(count) images",
        remedy: "give the file with one label an image")
    }
    return file.bytes.map(String.init)
  }

  private static func file(_ path: FilePath) throws -> IDXFile {
    do { return try IDXFile(path: path.url.path) } catch {
      throw OperationError(
        "`\(path.path)` cannot be read as an IDX file: \(error)",
        remedy: "give a file such as MNIST's `t10k-images-idx3-ubyte.gz`")
    }
  }
}
