/// How a file stores floating-point numbers: little endian, as the machines that Swift runs on are.
public enum FloatFormat: String, Hashable, Codable, Sendable, CaseIterable {
  case float32 = "F32"
  case float16 = "F16"
  /// The upper half of a float32 (Wang and Kanwar 2019).
  case bfloat16 = "BF16"
  /// Rounded to float32 when it is read.
  case float64 = "F64"

  public var byteCount: Int {
    switch self {
    case .float32: 4
    case .float16, .bfloat16: 2
    case .float64: 8
    }
  }

  /// Reads as many numbers as `floats` has room for.
  ///
  /// - Precondition: there are as many in `bytes`.
  func decode(_ bytes: UnsafeRawBufferPointer, into floats: UnsafeMutableBufferPointer<Float>) {
    precondition(bytes.count == floats.count * byteCount, "the numbers fill the buffer")
    switch self {
    case .float32:
      UnsafeMutableRawBufferPointer(floats).copyMemory(from: bytes)
    case .float16:
      for index in floats.indices {
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        floats[index] = Float(Float16(bitPattern: bits))
      }
    case .bfloat16:
      for index in floats.indices {
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        floats[index] = Float(bitPattern: UInt32(bits) << 16)
      }
    case .float64:
      for index in floats.indices {
        let bits = bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
        floats[index] = Float(Double(bitPattern: bits))
      }
    }
  }

  /// The numbers' bytes, rounded to nearest, ties to even.
  func encode(_ floats: [Float]) -> [UInt8] {
    switch self {
    case .float32: floats.withUnsafeBytes { Array($0) }
    case .float16: floats.map { Float16($0).bitPattern }.withUnsafeBytes { Array($0) }
    case .bfloat16: floats.map(Self.bfloat16Bits).withUnsafeBytes { Array($0) }
    case .float64: floats.map { Double($0) }.withUnsafeBytes { Array($0) }
    }
  }

  private static func bfloat16Bits(of float: Float) -> UInt16 {
    let bits = float.bitPattern
    // Rounding could carry a NaN into infinity.
    guard !float.isNaN else { return UInt16(bits >> 16) | 0x40 }
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }
}
