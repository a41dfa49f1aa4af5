import Foundation
import OctavoBase

/// Bytes that are read in parts: those of a file, or of memory.
enum ByteSource: Sendable {
  case file(RegularFile)
  case memory(Data)

  var count: Int {
    switch self {
    case .file(let file): file.size
    case .memory(let data): data.count
    }
  }

  /// Fills a buffer with the bytes from `offset` on.
  ///
  /// - Precondition: there are as many.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileProblem) {
    switch self {
    case .file(let file): try file.read(at: offset, into: buffer)
    case .memory(let data):
      data.withUnsafeBytes { bytes in
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + buffer.count]))
      }
    }
  }

  /// - Precondition: the range is within the bytes.
  func bytes(in range: Range<Int>) throws(FileProblem) -> [UInt8] {
    switch self {
    case .file(let file): try file.bytes(in: range)
    case .memory(let data): data.withUnsafeBytes { Array($0[range]) }
    }
  }
}
