/// Bytes that are asked for by place; nil beyond their end.
struct ImageBytes {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  subscript(offset: Int) -> UInt8? {
    bytes.indices.contains(offset) ? bytes[offset] : nil
  }

  /// The number that `width` bytes make.
  func number(at offset: Int, width: Int, isBigEndian: Bool = true) -> Int? {
    guard offset >= 0, offset <= bytes.count - width else { return nil }
    let part = bytes[offset..<offset + width]
    return isBigEndian
      ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Whether a text's ASCII stands at a place.
  func has(_ text: String, at offset: Int) -> Bool {
    text.utf8.enumerated().allSatisfy { self[offset + $0.offset] == $0.element }
  }

  /// A part of these bytes, cut off at their end.
  func part(_ start: Int, count: Int) -> ImageBytes {
    let start = min(max(0, start), bytes.count)
    return ImageBytes(
      UnsafeRawBufferPointer(
        rebasing: bytes[start..<start + max(0, min(count, bytes.count - start))]))
  }
}
