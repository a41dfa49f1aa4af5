import CPNG
import Foundation
import OctavoBase

/// Arrays of bytes as MNIST's files hold them (LeCun et al. 1998), compressed by gzip or not: two
/// zeros, the type (8 for bytes), the number of axes, each axis's length as a big-endian word, and
/// the numbers.
public struct IDXFile: Sendable {
  public let shape: [Int]
  public let bytes: [UInt8]

  /// - Throws: where the file cannot be read, is none of this kind, or holds more or less than its
  ///   header says.
  public init(path: String) throws(IDXError) {
    let file = try IDXReader(path)
    let (shape, count) = try file.header()
    bytes = try file.content(shape, count)
    self.shape = shape
  }

  /// The lengths of the axes, from the file's header and its size; the numbers themselves are read
  /// only where the size leaves a doubt.
  ///
  /// - Throws: as `init(path:)` does.
  public static func shape(ofFileAt path: String) throws(IDXError) -> [Int] {
    let file = try IDXReader(path)
    let (shape, count) = try file.header()
    if file.claimedSize != 4 + 4 * shape.count + count { _ = try file.content(shape, count) }
    return shape
  }
}

/// A file that is read in order.
private final class IDXReader {
  /// No file is read further: MNIST's largest has 47 MB.
  private static let mostBytes = 1 << 30

  private let file: gzFile
  /// How many bytes the file's size, or the end of gzip's only member, says that there are.
  let claimedSize: Int?

  init(_ path: String) throws(IDXError) {
    let source: RegularFile
    do throws(FileProblem) { source = try RegularFile(path) } catch {
      throw IDXError(error.reason)
    }
    // zlib hands on what is not compressed as it is.
    guard let file = gzopen(path, "rb") else { throw IDXError("it cannot be opened") }
    self.file = file
    claimedSize = Self.size(of: source, isCompressed: gzdirect(file) == 0)
  }

  deinit { gzclose(file) }

  private static func size(of file: RegularFile, isCompressed: Bool) -> Int? {
    guard isCompressed else { return file.size }
    guard file.size >= 18, let last = try? file.bytes(in: file.size - 4..<file.size) else {
      return nil
    }
    return last.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The lengths of the axes, and how many numbers they come to.
  func header() throws(IDXError) -> (shape: [Int], count: Int) {
    let start = try read(4)
    guard start.count == 4, start[0] == 0, start[1] == 0 else {
      throw IDXError("it does not begin as an IDX file does, with two zeros")
    }
    guard start[2] == 8 else {
      throw IDXError("its numbers are of type \(start[2]), and bytes are of type 8")
    }
    let axes = Int(start[3])
    guard 1...4 ~= axes else { throw IDXError("it has \(axes) axes, and 1 to 4 are read") }
    let lengths = try read(4 * axes)
    guard lengths.count == 4 * axes else { throw IDXError("its head is not whole") }
    let shape = (0..<axes).map { axis in
      lengths[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      count = overflow ? .max : product
    }
    guard count <= Self.mostBytes else {
      throw IDXError(
        "it claims to hold \(shape.map(String.init).joined(separator: " × ")) bytes, and a "
          + "gigabyte is the most")
    }
    return (shape, count)
  }

  /// The numbers behind the header.
  func content(_ shape: [Int], _ count: Int) throws(IDXError) -> [UInt8] {
    let content = try read(count)
    let more = content.count == count ? try read(1) : []
    guard content.count == count, more.isEmpty else {
      throw IDXError(
        "it claims to hold \(shape.map(String.init).joined(separator: " × ")) bytes, "
          + "\(count) in all, and \(more.isEmpty ? "\(content.count)" : "more") are there")
    }
    return content
  }

  /// At most so many bytes.
  private func read(_ count: Int) throws(IDXError) -> [UInt8] {
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(max(1, count), 1 << 20))
    while content.count < count {
      let length = gzread(file, &piece, UInt32(min(piece.count, count - content.count)))
      guard length >= 0 else { throw IDXError("its compression is damaged or ends too early") }
      if length == 0 { break }
      content += piece.prefix(Int(length))
    }
    var status: Int32 = 0
    _ = gzerror(file, &status)
    guard status == Z_OK || status == Z_STREAM_END else {
      throw IDXError("its compression ends too early")
    }
    return content
  }
}

/// Why a file is no IDX file.
public struct IDXError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
