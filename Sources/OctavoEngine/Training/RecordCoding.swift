/// Writes a record's numbers and truths one after the other, a word each; an optional one has a word
/// before it that says whether it is there. Names are not kept: who reads has the same type.
struct RecordEncoder: Encoder {
  let words: RecordWords
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Keyed<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(encoder: self) }
  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  func write(_ value: some Encodable) throws {
    switch value {
    case let number as Double: words.write(number.bitPattern)
    case let number as Float: words.write(UInt64(number.bitPattern))
    case let truth as Bool: words.write(truth ? 1 : 0)
    case let number as Int: words.write(UInt64(bitPattern: Int64(number)))
    case let number as any FixedWidthInteger: words.write(UInt64(truncatingIfNeeded: number))
    case is String: throw RecordEncoder.refusal
    default: try value.encode(to: self)
    }
  }

  func writeOptional(_ value: (some Encodable)?) throws {
    words.write(value == nil ? 0 : 1)
    if let value { try write(value) }
  }

  static let refusal = Archive.Failure.damaged("a packed record holds numbers alone")

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: RecordEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { throw RecordEncoder.refusal }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try encoder.write(value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
      try encoder.writeOptional(value)
    }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encoder.writeOptional(value) }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
      try encoder.writeOptional(value)
    }
    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
      try encoder.writeOptional(value)
    }
    func nestedContainer<Nested: CodingKey>(
      keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { encoder.container(keyedBy: keyType) }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      encoder.unkeyedContainer()
    }
    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { encoder }
  }

  private struct Single: SingleValueEncodingContainer {
    let encoder: RecordEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { throw RecordEncoder.refusal }
    func encode<T: Encodable>(_ value: T) throws { try encoder.write(value) }
  }

  /// A sequence within a record has no length that could be known before it ends.
  private struct Unkeyed: UnkeyedEncodingContainer {
    let encoder: RecordEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }

    func encodeNil() throws { throw RecordEncoder.refusal }
    func encode<T: Encodable>(_ value: T) throws { throw RecordEncoder.refusal }
    func nestedContainer<Nested: CodingKey>(
      keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { encoder.container(keyedBy: keyType) }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    func superEncoder() -> any Encoder { encoder }
  }
}

/// Reads what `RecordEncoder` wrote.
struct RecordDecoder: Decoder {
  let words: RecordWords
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Keyed<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw RecordEncoder.refusal }
  func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

  func read<T: Decodable>(_ type: T.Type) throws -> T {
    let value: Any
    switch type {
    case is Double.Type: value = Double(bitPattern: try words.read())
    case is Float.Type: value = Float(bitPattern: try integer())
    case is Bool.Type: value = try words.read() != 0
    case is Int.Type: value = Int(truncatingIfNeeded: try words.read())
    case let type as any FixedWidthInteger.Type: value = try integer(type)
    default: return try T(from: self)
    }
    guard let value = value as? T else { throw RecordEncoder.refusal }
    return value
  }

  func readOptional<T: Decodable>(_ type: T.Type) throws -> T? {
    switch try words.read() {
    case 0: nil
    case 1: try read(type)
    default: throw Archive.Failure.damaged("a packed record is not what was written")
    }
  }

  private func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws -> T {
    let word = try words.read()
    let value = T(truncatingIfNeeded: word)
    guard UInt64(truncatingIfNeeded: value) == word else {
      throw Archive.Failure.damaged("a packed record is not what was written")
    }
    return value
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RecordDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { throw RecordEncoder.refusal }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      try decoder.read(type)
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
      try decoder.readOptional(type)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
      try decoder.readOptional(type)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
      try decoder.readOptional(type)
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
      try decoder.readOptional(type)
    }
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedDecodingContainer<Nested> { decoder.container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      throw RecordEncoder.refusal
    }
    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) -> any Decoder { decoder }
  }

  private struct Single: SingleValueDecodingContainer {
    let decoder: RecordDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.read(type) }
  }
}
