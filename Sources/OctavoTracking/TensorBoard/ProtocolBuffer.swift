/// A message in the wire format of Protocol Buffers, built field by field.
struct ProtocolBuffer {
  private(set) var bytes: [UInt8] = []

  /// How a field's value stands in the bytes.
  private enum WireType: UInt64 {
    case variable = 0
    case eightBytes = 1
    case counted = 2
    case fourBytes = 5
  }

  mutating func add(_ field: Int, _ value: Int) {
    begin(field, .variable)
    append(variable: UInt64(bitPattern: Int64(value)))
  }

  mutating func add(_ field: Int, _ value: Double) {
    begin(field, .eightBytes)
    append(value.bitPattern)
  }

  mutating func add(_ field: Int, _ value: Float) {
    begin(field, .fourBytes)
    append(value.bitPattern)
  }

  mutating func add(_ field: Int, _ value: some Collection<UInt8>) {
    begin(field, .counted)
    append(variable: UInt64(value.count))
    bytes += value
  }

  mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  mutating func add(_ field: Int, _ build: (inout ProtocolBuffer) -> Void) {
    var message = ProtocolBuffer()
    build(&message)
    add(field, message.bytes)
  }

  private mutating func begin(_ field: Int, _ type: WireType) {
    append(variable: UInt64(field) << 3 | type.rawValue)
  }

  private mutating func append(variable value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}
