import Foundation

/// A table as comma-separated values (RFC 4180) with a header: fields may stand in quotes, and then
/// hold commas, line ends and doubled quotes. Lines end with LF, CRLF or CR.
struct CSVFile {
  struct Row {
    /// Where it begins, counted from 1.
    let line: Int
    let fields: [String]
  }

  let name: String
  let columns: [String]
  let rows: [Row]

  /// - Parameter name: what messages call the file.
  /// - Throws: `OperationError` where the bytes are not UTF-8 or not such a table.
  init(_ bytes: some Collection<UInt8>, called name: String) throws {
    var reader = CSVReader(bytes: Array(bytes), name: name)
    guard let header = try reader.row() else {
      throw OperationError("`\(name)` holds nothing", remedy: "give a header and a line or more")
    }
    var rows: [Row] = []
    while let row = try reader.row() {
      guard row.fields.count == header.fields.count else {
        throw OperationError(
          "\(name), line \(row.line): there are \(row.fields.count) fields, and the header has "
            + "\(header.fields.count)", remedy: "put fields that hold commas in quotes")
      }
      rows.append(row)
    }
    self.name = name
    self.columns = header.fields
    self.rows = rows
  }

  /// Where a column stands.
  ///
  /// - Throws: where there is none or more than one of this name.
  func index(of column: String) throws -> Int {
    let found = columns.indices.filter { columns[$0] == column }
    guard found.count < 2 else {
      throw OperationError("`\(name)` has \(found.count) columns `\(column)`")
    }
    guard let index = found.first else {
      let isOther = columns.count == 1 && columns[0].contains { ";\t|".contains($0) }
      throw OperationError(
        "`\(name)` has no column `\(column)`",
        remedy: isOther
          ? "separate the columns by commas"
          : "its columns are \(columns.map { "`\($0)`" }.joined(separator: ", "))")
    }
    return index
  }
}

private struct CSVReader {
  private let bytes: [UInt8]
  private let name: String
  private var offset = 0
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private var isAtLineEnd: Bool {
    byte == nil || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  /// The next row that is not blank; nil at the end.
  mutating func row() throws -> CSVFile.Row? {
    while byte != nil, isAtLineEnd { skipLineEnd() }
    guard byte != nil else { return nil }
    let start = line
    var fields = [try field()]
    while byte == Self.comma {
      offset += 1
      fields.append(try field())
    }
    if byte != nil { skipLineEnd() }
    return CSVFile.Row(line: start, fields: fields)
  }

  private mutating func skipLineEnd() {
    let isCarriageReturn = byte == Self.carriageReturn
    offset += 1
    if isCarriageReturn, byte == Self.lineFeed { offset += 1 }
    line += 1
  }

  private mutating func field() throws -> String {
    guard byte == Self.quote else {
      let start = offset
      while !isAtLineEnd, byte != Self.comma { offset += 1 }
      return try text(bytes[start..<offset])
    }
    let content = try quoted()
    guard isAtLineEnd || byte == Self.comma else {
      throw problem("more follows the quote that ends a field", remedy: "double quotes in a field")
    }
    return try text(content[...])
  }

  private mutating func quoted() throws -> [UInt8] {
    var content: [UInt8] = []
    let start = line
    offset += 1
    while let next = byte {
      if next == Self.quote {
        offset += 1
        guard byte == Self.quote else { return content }
      }
      if isAtLineEnd {
        let begin = offset
        skipLineEnd()
        content += bytes[begin..<offset]
      } else {
        content.append(next)
        offset += 1
      }
    }
    throw OperationError("\(name), line \(start): the quote that begins a field has no end")
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("this is not UTF-8", remedy: "save the file as UTF-8")
    }
    return text
  }

  private func problem(_ message: String, remedy: String) -> OperationError {
    OperationError("\(name), line \(line): \(message)", remedy: remedy)
  }
}
