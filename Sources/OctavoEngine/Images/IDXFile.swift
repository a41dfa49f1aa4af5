import CPNG
import Foundation

/// Arrays of bytes as MNIST's files hold them (LeCun et al. 1998), compressed by gzip or not: two
/// zeros, the type (8 for bytes), the number of axes, each axis's length as a big-endian word, and
/// the numbers.
public struct IDXFile: Sendable {
  public let shape: [Int]
  public let bytes: [UInt8]

  /// - Throws: where the file cannot be read, is none of this kind, or ends too early.
  public init(path: String) throws(IDXError) {
    let content = try Self.content(of: path)
    guard content.count >= 4, content[0] == 0, content[1] == 0 else {
      throw IDXError("it does not begin as an IDX file does, with two zeros")
    }
    guard content[2] == 8 else {
      throw IDXError("its numbers are of type \(content[2]), and bytes are of type 8")
    }
    let axes = Int(content[3])
    guard 1...4 ~= axes, content.count >= 4 + 4 * axes else {
      throw IDXError("its head is not whole")
    }
    shape = (0..<axes).map { axis in
      content[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
    }
    let start = 4 + 4 * axes
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { throw IDXError("it claims to hold \(shape) numbers") }
      count = product
    }
    guard content.count - start == count else {
      throw IDXError(
        "it claims to hold \(shape.map(String.init).joined(separator: " × ")) bytes, "
          + "\(count) in all, and \(content.count - start) are there")
    }
    bytes = Array(content[start...])
  }

  /// No file is read further: MNIST's largest has 47 MB.
  private static let mostBytes = 1 << 30

  private static func content(of path: String) throws(IDXError) -> [UInt8] {
    // zlib hands on what is not compressed as it is.
    guard let file = gzopen(path, "rb") else { throw IDXError("it cannot be opened") }
    defer { gzclose(file) }
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = gzread(file, &piece, UInt32(piece.count))
      guard count >= 0 else { throw IDXError("its compression is damaged") }
      if count == 0 { break }
      content += piece.prefix(Int(count))
      guard content.count <= mostBytes else { throw IDXError("it holds more than a gigabyte") }
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
