/// A struct in Thrift's compact protocol, as far as the footers and page headers of Parquet need it.
///
/// <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>
struct ThriftCompact {
  private enum Kind: UInt8 {
    case i32 = 5
    case i64
    case binary = 8
    case list
    case structure = 12
  }

  private(set) var bytes: [UInt8] = []
  private var lastField = 0

  /// - Parameter build: adds the fields, in the order of their numbers.
  static func structure(_ build: (inout ThriftCompact) -> Void) -> [UInt8] {
    var writer = ThriftCompact()
    build(&writer)
    return writer.bytes + [0]
  }

  mutating func add(_ field: Int, i32 value: Int) {
    begin(field, .i32)
    bytes += Self.varint(Self.zigzag(value))
  }

  mutating func add(_ field: Int, i64 value: Int) {
    begin(field, .i64)
    bytes += Self.varint(Self.zigzag(value))
  }

  mutating func add(_ field: Int, _ text: String) {
    begin(field, .binary)
    bytes += Self.binary(text)
  }

  mutating func add(_ field: Int, _ build: (inout ThriftCompact) -> Void) {
    begin(field, .structure)
    bytes += Self.structure(build)
  }

  mutating func add(_ field: Int, i32s values: [Int]) {
    begin(field, .list)
    bytes += Self.listHeader(values.count, .i32) + values.flatMap { Self.varint(Self.zigzag($0)) }
  }

  mutating func add(_ field: Int, texts: [String]) {
    begin(field, .list)
    bytes += Self.listHeader(texts.count, .binary) + texts.flatMap(Self.binary)
  }

  mutating func add<T>(
    _ field: Int, structures elements: [T], _ build: (T, inout ThriftCompact) -> Void
  ) {
    begin(field, .list)
    bytes += Self.listHeader(elements.count, .structure)
    for element in elements { bytes += Self.structure { build(element, &$0) } }
  }

  /// Fields are numbered by their distance from the one before, which is never more than 15 here.
  private mutating func begin(_ field: Int, _ kind: Kind) {
    bytes.append(UInt8(field - lastField) << 4 | kind.rawValue)
    lastField = field
  }

  private static func listHeader(_ count: Int, _ kind: Kind) -> [UInt8] {
    count < 15
      ? [UInt8(count) << 4 | kind.rawValue] : [0xF0 | kind.rawValue] + varint(UInt64(count))
  }

  private static func binary(_ text: String) -> [UInt8] {
    varint(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  private static func zigzag(_ value: Int) -> UInt64 {
    UInt64(bitPattern: Int64(value) << 1 ^ Int64(value) >> 63)
  }

  /// Seven bits a byte, the lowest first.
  static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes): (UInt64, [UInt8]) = (value, [])
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
