import Foundation
import OctavoBase
import OctavoEngine
import OctavoRunner

/// Files of Octavo's own with one example a line.
enum ExampleLines {
  private static let pieceBytes = 1 << 20

  /// Writes the examples piece by piece.
  static func write(
    _ examples: [some TextExample], _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var bytes: [UInt8] = []
    for example in examples {
      example.json.appendCompact(to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
      guard bytes.count >= pieceBytes else { continue }
      try bytes.withUnsafeBytes(write)
      bytes.removeAll(keepingCapacity: true)
    }
    try bytes.withUnsafeBytes(write)
  }

  /// - Throws: where a line is not an example.
  static func read<Example: TextExample>(_ url: URL) throws -> [Example] {
    let data = try Data(contentsOf: url, options: .mappedIfSafe)
    return try data.withUnsafeBytes { bytes in
      let lines = bytes.bindMemory(to: UInt8.self).split(separator: UInt8(ascii: "\n"))
      return try lines.enumerated().map { index, line in
        guard let example = Example(json: try JSON(parsing: line)) else {
          throw OperationError(
            "\(url.lastPathComponent), line \(index + 1): this is not an example")
        }
        return example
      }
    }
  }
}

extension JSON {
  /// A number as short as it can be: without a fraction where there is none.
  init(shortest number: Double) {
    let isWhole = number == number.rounded() && abs(number) < 0x1p53
    self =
      isWhole && !(number == 0 && number.sign == .minus) ? .integer(Int(number)) : .number(number)
  }

  /// The texts that a list holds; nil where something else is in it, or for what is no list.
  var strings: [String]? {
    guard let elements else { return nil }
    let strings = elements.compactMap(\.string)
    return strings.count == elements.count ? strings : nil
  }
}
