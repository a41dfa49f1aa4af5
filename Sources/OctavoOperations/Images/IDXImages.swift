import Foundation
import OctavoEngine
import OctavoRunner

/// Grey images in an IDX file, and their labels in another.
struct IDXImages {
  private let path: FilePath
  private let labels: FilePath?

  init(_ path: FilePath, labels: FilePath?) {
    self.path = path
    self.labels = labels
  }

  /// How many images there are, and their size, from the file's header.
  ///
  /// - Throws: where the file holds no images, or other than its header says.
  func shape() throws -> (count: Int, height: Int, width: Int) {
    try imageShape(opened(path) { path throws(IDXError) in try IDXFile.shape(ofFileAt: path) })
  }

  /// - Throws: where there is not a label for each of so many images.
  func checkLabels(of count: Int) throws {
    guard let labels else { return }
    try check(
      opened(labels) { path throws(IDXError) in try IDXFile.shape(ofFileAt: path) }, labels, count)
  }

  /// The labels of so many images as captions; empty ones without a file of labels.
  func captions(of count: Int) throws -> [String] {
    guard let labels else { return Array(repeating: "", count: count) }
    try checkLabels(of: count)
    let file = try opened(labels) { path throws(IDXError) in try IDXFile(path: path) }
    try check(file.shape, labels, count)
    return file.bytes.map(String.init)
  }

  /// - Throws: where the files cannot be read, or the range is empty.
  func read(_ range: ImageRange) throws -> ImageSet {
    let file = try opened(path) { path throws(IDXError) in try IDXFile(path: path) }
    let shape = try imageShape(file.shape)
    try range.require(shape.count)
    let size = shape.height * shape.width
    return ImageSet(
      height: shape.height, width: shape.width, channels: 1,
      bytes: range.indices(of: shape.count).flatMap { file.bytes[$0 * size..<($0 + 1) * size] },
      captions: range.of(try captions(of: shape.count)))
  }

  private func imageShape(_ shape: [Int]) throws -> (count: Int, height: Int, width: Int) {
    guard shape.count == 3, shape.allSatisfy({ $0 > 0 }) else {
      throw OperationError(
        "`\(path.path)` holds \(shape.map(String.init).joined(separator: " × ")) numbers, "
          + "and images are number × height × width",
        remedy: shape.count == 1
          ? "these may be the labels; give the file with the images" : nil)
    }
    guard max(shape[1], shape[2]) <= ImageFile.longestSide else {
      throw OperationError(
        "the images of `\(path.path)` are \(shape[2]) × \(shape[1]), and at most "
          + "\(ImageFile.longestSide) × \(ImageFile.longestSide) are read")
    }
    return (shape[0], shape[1], shape[2])
  }

  private func check(_ shape: [Int], _ labels: FilePath, _ count: Int) throws {
    guard shape == [count] else {
      throw OperationError(
        "`\(labels.path)` holds \(shape.map(String.init).joined(separator: " × ")) numbers, "
          + "and there are \(count) images",
        remedy: "give the file with one label an image")
    }
  }

  private func opened<Result>(
    _ path: FilePath, _ read: (String) throws(IDXError) -> Result
  ) throws -> Result {
    do { return try read(path.url.path) } catch {
      throw OperationError(
        "`\(path.path)` cannot be read as an IDX file: \(error)",
        remedy: "give a file such as MNIST's `t10k-images-idx3-ubyte.gz`")
    }
  }
}
