import Foundation

/// A long sequence of small records, such as a training's history, which an archive holds as binary
/// words and not as JSON.
package struct PackedRecords<Record: Codable>: Codable {
  let values: [Record]

  init(_ values: [Record]) { self.values = values }

  private enum Key: String, CodingKey { case count, index }

  package func encode(to encoder: any Encoder) throws {
    guard let packed = encoder.userInfo[.packedWords] as? PackedWords else {
      throw EncodingError.invalidValue(
        values.count, .init(codingPath: encoder.codingPath, debugDescription: "not in an archive"))
    }
    let words = RecordWords()
    for value in values { try value.encode(to: RecordEncoder(words: words)) }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(values.count, forKey: .count)
    try container.encode(packed.sequences.count, forKey: .index)
    packed.sequences.append(words.words)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let count = try container.decode(Int.self, forKey: .count)
    let index = try container.decode(Int.self, forKey: .index)
    guard let packed = decoder.userInfo[.packedWords] as? PackedWords,
      packed.sequences.indices.contains(index)
    else { throw Archive.Failure.damaged("packed records are missing") }
    let words = RecordWords(packed.sequences[index])
    // A record has at least one word, so that a damaged count cannot ask for memory.
    guard (0...words.words.count).contains(count) else { throw Archive.Failure.truncated }
    var values: [Record] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try Record(from: RecordDecoder(words: words))) }
    guard words.isAtEnd else { throw Archive.Failure.damaged("packed records are too long") }
    self.values = values
  }
}

extension CodingUserInfoKey {
  static let packedWords = CodingUserInfoKey(rawValue: "octavo.packed-words")!
}

/// The words of all packed sequences of one archive. Used by one encoder or decoder alone.
final class PackedWords: @unchecked Sendable {
  var sequences: [[UInt64]] = []

  init() {}

  var byteCount: Int { sequences.reduce(8) { $0 + 8 + 8 * $1.count } }

  func append(to data: inout Data) {
    func append(_ word: Int) {
      withUnsafeBytes(of: UInt64(word).littleEndian) { data.append(contentsOf: $0) }
    }
    append(sequences.count)
    for words in sequences {
      append(words.count)
      words.map(\.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
    }
  }

  /// Takes the sequences from the front of `data`.
  init(readFrom data: inout Data) throws {
    func takeCount(_ bytesEach: Int) throws -> Int {
      guard data.count >= 8 else { throw Archive.Failure.truncated }
      var word: UInt64 = 0
      _ = withUnsafeMutableBytes(of: &word) { data.copyBytes(to: $0, count: 8) }
      data = data.dropFirst(8)
      guard let count = Int(exactly: UInt64(littleEndian: word)), count <= data.count / bytesEach
      else { throw Archive.Failure.truncated }
      return count
    }
    for _ in 0..<(try takeCount(8)) {
      let count = try takeCount(8)
      let words = [UInt64](unsafeUninitializedCapacity: count) { buffer, used in
        data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer), count: 8 * count)
        used = count
      }
      data = data.dropFirst(8 * count)
      sequences.append(words.map(UInt64.init(littleEndian:)))
    }
  }
}

/// Words that are written at the end and read from the start.
final class RecordWords {
  private(set) var words: [UInt64]
  private var position = 0

  init(_ words: [UInt64] = []) { self.words = words }

  var isAtEnd: Bool { position == words.count }

  func write(_ word: UInt64) { words.append(word) }

  func read() throws -> UInt64 {
    guard position < words.count else { throw Archive.Failure.truncated }
    defer { position += 1 }
    return words[position]
  }
}
