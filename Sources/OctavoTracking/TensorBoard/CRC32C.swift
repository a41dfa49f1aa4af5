/// The cyclic redundancy check of Castagnoli (RFC 3720, appendix B.4), as TFRecords use it.
enum CRC32C {
  /// For each byte, what it does to the check: the reflected polynomial 0x1EDC6F41.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { check, _ in
      check & 1 == 0 ? check >> 1 : check >> 1 ^ 0x82F6_3B78
    }
  }

  static func check(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { check, byte in
      check >> 8 ^ table[Int(UInt8(truncatingIfNeeded: check) ^ byte)]
    }
  }

  /// Rotated and shifted, so that a check of data that holds checks does not fail to see errors.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let check = check(bytes)
    return (check >> 15 | check << 17) &+ 0xA282_EAD8
  }
}
