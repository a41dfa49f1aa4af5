import Foundation
import OctavoBase
import OctavoRunner

/// Files of Octavo's own with one JSON value a line.
enum JSONLines {
  /// The same bytes for the same values.
  static func encode(_ values: [some Encodable]) throws -> Data {
    let encoder = JSONEncoder.stable()
    return try values.reduce(into: Data()) { data, value in
      data += try encoder.encode(value) + [UInt8(ascii: "\n")]
    }
  }

  static func decode<Value: Decodable>(from file: URL) throws -> [Value] {
    let decoder = JSONDecoder.stable()
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
      .map { try decoder.decode(Value.self, from: $0) }
  }
}
