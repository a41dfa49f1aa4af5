import Foundation
import OctavoBase
import OctavoEngine
import OctavoRunner

/// A file of someone else's, with one JSON object per line. Blank lines do not count; a line ends as
/// CommonMark's do, with `\n`, `\r\n` or `\r`.
struct ObjectLines {
  let file: DataFile

  init(_ path: FilePath) { file = DataFile(path) }

  /// - Parameter name: what messages call it.
  init(_ url: URL, called name: String) { file = DataFile(url, called: name) }

  /// All lines, of which nobody asks which keys were read.
  var lines: [Line] {
    get throws { try read { $0 }.examples }
  }

  /// What was read, and what was passed over.
  struct Contents<Example> {
    var examples: [Example] = []
    var unusedData: UnusedData
    /// Whether all lines were read.
    var isWhole = true
  }

  /// Reads the lines one by one.
  ///
  /// - Parameters:
  ///   - most: stops before the line that would end behind so many bytes.
  ///   - example: makes something of a line; nil to leave it out.
  /// - Throws: `OperationError` at the first line that is not a JSON object, or where there is none.
  func read<Example>(
    first most: Int = .max, _ example: (Line) throws -> Example?
  ) throws -> Contents<Example> {
    var contents = Contents<Example>(unusedData: UnusedData(file: file.name))
    var splitter = LineSplitter(try file.open())
    var count = 0
    while try splitter.advance() {
      guard splitter.bytesRead <= most else {
        contents.isWhole = false
        break
      }
      guard !splitter.isBlank else {
        contents.unusedData.blankLine(splitter.number)
        continue
      }
      count += 1
      let line = try splitter.withLine { bytes in
        Line(
          file: file.name, number: splitter.number,
          members: try members(
            of: bytes,
            LinePlace(number: splitter.number, isFirst: count == 1, isEnd: splitter.isEnd)))
      }
      if let example = try example(line) { contents.examples.append(example) }
      contents.unusedData.unusedKeys(of: line)
    }
    guard count > 0 || !contents.isWhole else {
      throw file.error("holds no line", remedy: "give a file with a line or more")
    }
    return contents
  }

  /// Where a line stands in its file.
  struct LinePlace {
    let number: Int
    /// Whether no other comes before it.
    let isFirst: Bool
    /// Whether the file ends with it, without a line end.
    let isEnd: Bool
  }

  private func members(
    of bytes: UnsafeBufferPointer<UInt8>, _ place: LinePlace
  ) throws -> [JSON.Member] {
    let value: JSON
    do { value = try JSON(parsing: bytes) } catch {
      throw problem(error, in: bytes, place)
    }
    guard case .object(let members) = value else {
      if place.isFirst, case .array(let elements) = value,
        elements.allSatisfy({ $0.members != nil })
      {
        throw isArray
      }
      throw problem(
        "this is \(value.kindWithArticle), and an object is wanted", at: place.number,
        remedy: "write one object in braces on each line")
    }
    if let key = Self.repeated(members) {
      throw problem(
        "the key `\(key)` stands there twice", at: place.number, remedy: "keep one of the two")
    }
    return members
  }

  private static func repeated(_ members: [JSON.Member]) -> String? {
    guard members.count > 16 else {
      return members.indices.first { index in
        members[..<index].contains { $0.key == members[index].key }
      }.map { members[$0].key }
    }
    var seen: Set<String> = []
    return members.first { !seen.insert($0.key).inserted }?.key
  }
}

extension ObjectLines {
  private var isArray: OperationError {
    OperationError(
      "`\(file.name)` is a JSON array, and one object per line is wanted",
      remedy: "turn it into JSON Lines: `jq -c '.[]' FILE > FILE.jsonl`")
  }

  private func problem(
    _ text: String, at number: Int, column: Int? = nil, remedy: String? = nil
  ) -> OperationError {
    let place = column.map { ", column \($0)" } ?? ""
    return OperationError("\(file.name), line \(number)\(place): \(text)", remedy: remedy)
  }

  /// What is wrong with a line, as precisely as can be told.
  private func problem(
    _ error: JSONError, in bytes: UnsafeBufferPointer<UInt8>, _ place: LinePlace
  ) -> OperationError {
    if let fault = UTF8Fault(in: bytes) {
      return file.notUTF8(
        bytes[fault.offset], at: "line \(place.number), byte \(fault.offset + 1)")
    }
    let offset = min(error.offset, bytes.count)
    let column = String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars.count + 1
    let first = bytes.first { $0 > 0x20 }
    let isOver = !bytes[offset...].contains { $0 > 0x20 }
    if place.isFirst, first == UInt8(ascii: "[") { return isArray }
    if first == UInt8(ascii: "<") {
      return problem(
        "this is not JSON but begins as a web page does", at: place.number,
        remedy: "download it again")
    }
    guard first == UInt8(ascii: "{") else {
      return problem(
        "this is not a JSON object: \(error.problem)", at: place.number, column: column,
        remedy: error.remedy ?? "write one object in braces on each line")
    }
    if isOver {
      return place.isEnd && !place.isFirst
        ? problem(
          "the file ends within an object: \(error.problem)", at: place.number, column: column,
          remedy: "it may have been cut off: copy or download it again")
        : problem(
          "the line ends within an object: \(error.problem)", at: place.number, column: column,
          remedy: "write each object on one line: `jq -c . FILE > FILE.jsonl`")
    }
    if error.problem == JSONError.somethingFollows {
      let next = bytes[offset...].first { $0 > 0x20 }
      let isObject = next == UInt8(ascii: "{") || next == UInt8(ascii: ",")
      return problem(
        isObject ? "a second object stands on the line" : "something follows the object",
        at: place.number, column: column, remedy: "write one object on each line")
    }
    return problem(error.problem, at: place.number, column: column, remedy: error.remedy)
  }
}
