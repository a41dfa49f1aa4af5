import CPNG

/// RFC 1952: what `gunzip` opens.
enum Gzip {
  struct Damage: Error {}
  struct TooLarge: Error {}
  struct OutOfMemory: Error {}

  /// Of zlib's window sizes the largest, and a gzip header.
  private static let windowBits: Int32 = 15 + 16

  /// The same bytes for the same content: the header names no file and no time.
  ///
  /// - Throws: `OutOfMemory`, the only way in which zlib fails to compress.
  static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      deflateInit2_(
        &stream, 9, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
    else { throw OutOfMemory() }
    defer { deflateEnd(&stream) }
    return try run(&stream, over: bytes, limit: .max) { deflate(&$0, Z_FINISH) }.get()
  }

  /// - Parameter limit: how many bytes there may be at most.
  /// - Throws: `TooLarge`, before more is taken into memory; `Damage` where the bytes are no gzip
  ///   file, or not whole, or not those that were compressed.
  static func decompressed(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, size) == Z_OK else { throw Damage() }
    defer { inflateEnd(&stream) }
    return try run(&stream, over: bytes, limit: limit) { inflate(&$0, Z_NO_FLUSH) }.get()
  }

  private static func run(
    _ stream: inout z_stream, over bytes: [UInt8], limit: Int,
    _ step: (inout z_stream) -> Int32
  ) -> Result<[UInt8], any Error> {
    var input = bytes
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    return input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(clamping: input.count)
      while true {
        let (status, count) = chunk.withUnsafeMutableBufferPointer { chunk in
          stream.next_out = chunk.baseAddress
          stream.avail_out = UInt32(chunk.count)
          let status = step(&stream)
          return (status, chunk.count - Int(stream.avail_out))
        }
        guard output.count + count <= limit else { return .failure(TooLarge()) }
        output += chunk[..<count]
        switch status {
        case Z_STREAM_END: return .success(output)
        case Z_OK where count > 0 || stream.avail_in > 0: continue
        default: return .failure(Damage())
        }
      }
    }
  }
}
