import CPNG

/// Unpacks gzip (RFC 1952) piece by piece: one member after another, with zeros after the last
/// passed over, as they fill the last block of a tape.
package final class GzipReader {
  package enum Fault: Error, Hashable {
    /// The packed bytes end before their last member does.
    case truncated
    case damaged
    /// What is no gzip follows the last member.
    case trailingBytes
    case outOfMemory
  }

  private let source: (UnsafeMutableRawBufferPointer) throws -> Int
  private var stream = z_stream()
  private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var isOpen = false
  private var isBetweenMembers = false
  private var hasEnded = false
  private var isPadded = false

  /// What stopped the reader after the bytes that it has handed over.
  private var fault: (any Error)?

  /// How many bytes have been unpacked so far.
  package private(set) var count = 0

  /// - Parameter source: fills a buffer with the next packed bytes and says how many; 0 at the end.
  package init(_ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    self.source = source
  }

  deinit {
    if isOpen { inflateEnd(&stream) }
    packed.deallocate()
  }

  /// Whether bytes begin as gzip does.
  package static func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
  }

  /// Fills the buffer with unpacked bytes, as far as there are any, and says how many; 0 at the end.
  /// All bytes before a fault are handed over before it is thrown.
  ///
  /// - Throws: `Fault`, or what the source throws.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if let fault { throw fault }
    guard !hasEnded, let start = buffer.baseAddress, !buffer.isEmpty else { return 0 }
    try open()
    let room = min(buffer.count, 1 << 30)
    stream.next_out = start.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(room)
    do {
      while stream.avail_out > 0, !hasEnded { try advance() }
    } catch {
      guard stream.avail_out < room else { throw error }
      fault = error
    }
    let produced = room - Int(stream.avail_out)
    count += produced
    return produced
  }

  private func advance() throws {
    if stream.avail_in == 0 { try refill() }
    guard !hasEnded else { return }
    if isBetweenMembers { try beginMember() } else { try inflateSome() }
  }

  private func open() throws {
    guard !isOpen else { return }
    let gzipAlone: Int32 = 16 + MAX_WBITS
    let status = inflateInit2_(
      &stream, gzipAlone, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw Fault.outOfMemory }
    isOpen = true
  }

  private func refill() throws {
    let read = try source(packed)
    guard read > 0 else {
      guard isBetweenMembers else { throw Fault.truncated }
      hasEnded = true
      return
    }
    stream.next_in = packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = UInt32(read)
  }

  private func inflateSome() throws {
    switch inflate(&stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    case Z_MEM_ERROR: throw Fault.outOfMemory
    default: throw Fault.damaged
    }
  }

  /// Passes over zeros; anything else must begin another member.
  private func beginMember() throws {
    while stream.avail_in > 0, let next = stream.next_in, next.pointee == 0 {
      isPadded = true
      stream.next_in = next + 1
      stream.avail_in -= 1
    }
    guard stream.avail_in > 0, let next = stream.next_in else { return }
    guard !isPadded, next.pointee == 0x1F else { throw Fault.trailingBytes }
    guard inflateReset(&stream) == Z_OK else { throw Fault.damaged }
    isBetweenMembers = false
  }
}
