/// The first place where bytes are not UTF-8 (RFC 3629).
package struct UTF8Fault: Hashable, Sendable {
  /// Of the byte that begins no character, or of the first byte of one that is not whole.
  package let offset: Int
  /// Whether the bytes end inside a character that could be whole if they went on.
  package let isAtEnd: Bool

  /// Nil where all bytes are UTF-8.
  package init?(in bytes: UnsafeBufferPointer<UInt8>) {
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      guard byte >= 0x80 else {
        place = Self.endOfASCII(in: bytes, from: place)
        continue
      }
      guard let form = Self.form(of: byte) else {
        self.init(offset: place, isAtEnd: false)
        return
      }
      for step in 1...form.following {
        guard place + step < bytes.count else {
          self.init(offset: place, isAtEnd: true)
          return
        }
        let allowed = step == 1 ? form.second : 0x80...0xBF
        guard allowed.contains(bytes[place + step]) else {
          self.init(offset: place, isAtEnd: false)
          return
        }
      }
      place += 1 + form.following
    }
    return nil
  }

  private init(offset: Int, isAtEnd: Bool) {
    self.offset = offset
    self.isAtEnd = isAtEnd
  }

  /// Some place behind `start` before which all is ASCII.
  private static func endOfASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var place = start + 1
    while place + 8 <= raw.count,
      raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      place += 8
    }
    return place
  }

  /// How many bytes follow a first byte, and in which range the second is; nil for no first byte.
  private static func form(of byte: UInt8) -> (following: Int, second: ClosedRange<UInt8>)? {
    switch byte {
    case 0xC2...0xDF: (1, 0x80...0xBF)
    case 0xE0: (2, 0xA0...0xBF)
    case 0xED: (2, 0x80...0x9F)
    case 0xE1...0xEF: (2, 0x80...0xBF)
    case 0xF0: (3, 0x90...0xBF)
    case 0xF1...0xF3: (3, 0x80...0xBF)
    case 0xF4: (3, 0x80...0x8F)
    default: nil
    }
  }
}
