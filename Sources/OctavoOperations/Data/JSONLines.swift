import Foundation
import OctavoRunner

/// Files with one JSON value a line.
enum JSONLines {
  /// The same bytes for the same values.
  static func encode(_ values: [some Encodable]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try values.reduce(into: Data()) { data, value in
      data += try encoder.encode(value) + [UInt8(ascii: "\n")]
    }
  }

  static func decode<Value: Decodable>(from file: URL) throws -> [Value] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
      .map { try decoder.decode(Value.self, from: $0) }
  }
}

/// A file of someone else's, with one JSON object a line. Blank lines do not count.
struct ObjectLines {
  struct Line {
    let file: String
    /// Counted from 1.
    let number: Int
    let object: [String: Any]

    /// The text under a key; nil where there is no such key.
    /// - Throws: where something else than a text stands there.
    func text(_ key: String) throws -> String? {
      guard let value = object[key], !(value is NSNull) else { return nil }
      guard let text = value as? String else { throw error("`\(key)` is no text") }
      return text
    }

    func error(_ problem: String, remedy: String? = nil) -> OperationError {
      OperationError("\(file), line \(number): \(problem)", remedy: remedy)
    }
  }

  let lines: [Line]

  /// - Throws: `OperationError` at the first line that is no JSON object, or where there is none.
  init(_ path: FilePath) throws { try self.init(path.url, called: path.path) }

  /// - Parameter file: what messages call it.
  init(_ url: URL, called file: String) throws {
    let data = try Data(contentsOf: url, options: .mappedIfSafe)
    var lines: [Line] = []
    for (index, bytes) in data.split(separator: 10, omittingEmptySubsequences: false).enumerated()
    where !bytes.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) {
      guard let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] else {
        throw Line(file: file, number: index + 1, object: [:]).error(
          "this is no JSON object", remedy: "write one object in braces on each line")
      }
      lines.append(Line(file: file, number: index + 1, object: object))
    }
    guard !lines.isEmpty else {
      throw OperationError("`\(file)` holds nothing", remedy: "give a file with a line or more")
    }
    self.lines = lines
  }
}

extension Findings {
  /// Larger files are read only when their step runs, so that checking a notebook stays quick.
  private static let checkedBytes = 32_000_000

  /// Reports, under the option `path`, the first line that cannot be read.
  mutating func checkLines<Example>(
    of path: FilePath, _ read: (ObjectLines.Line) throws -> Example
  ) {
    let size = try? FileManager.default.attributesOfItem(atPath: path.url.path)[.size] as? Int
    guard (size ?? .max) <= Self.checkedBytes else { return }
    report(at: "path") { _ = try ObjectLines(path).lines.map(read) }
  }
}
