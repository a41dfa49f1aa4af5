import OctavoBase
import OctavoEngine

/// The whole text of a data file.
struct DataText {
  let text: String
  /// Line ends other than a line feed.
  private(set) var carriageReturns = (beforeLineFeeds: 0, alone: 0)

  /// - Throws: `OperationError` where the file cannot be read, is not UTF-8, holds a zero byte or
  ///   nothing at all.
  init(_ file: DataFile) throws {
    let bytes = try file.bytes()
    try Self.check(bytes, of: file, isWhole: true)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw file.error("is not UTF-8")
    }
    guard !text.isEmpty else {
      throw file.error("is empty", remedy: "give a file with some text")
    }
    self.text = text
    carriageReturns = Self.carriageReturns(in: bytes)
  }

  /// Larger files are looked at in part only before their step runs, so that checking a notebook
  /// stays quick.
  static let checkedBytes = 32_000_000

  /// Looks for what `init(_:)` refuses, in the first part of the text.
  ///
  /// - Returns: how many bytes the text has; nil where it has more than were looked at.
  static func check(_ file: DataFile) throws -> Int? {
    let bytes = try file.bytes(first: checkedBytes + 1)
    let isWhole = bytes.count <= checkedBytes
    guard !bytes.isEmpty else { throw file.error("is empty", remedy: "give a file with some text") }
    try check(bytes, of: file, isWhole: isWhole)
    return isWhole ? bytes.count : nil
  }

  /// The characters of a text that is short enough to be looked at as a whole; nil for others, and
  /// where `init(_:)` would throw.
  static func alphabet(of file: DataFile) -> Set<Unicode.Scalar>? {
    guard let bytes = try? file.bytes(first: checkedBytes + 1), bytes.count <= checkedBytes else {
      return nil
    }
    var isSeen = [Bool](repeating: false, count: 0x11_0000)
    var rest = bytes.makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&rest) {
      case .scalarValue(let scalar): isSeen[Int(scalar.value)] = true
      case .emptyInput:
        let seen = isSeen.indices.lazy.filter { isSeen[$0] }
        return Set(seen.compactMap { Unicode.Scalar(UInt32($0)) })
      case .error: return nil
      }
    }
  }

  private static func check(_ bytes: [UInt8], of file: DataFile, isWhole: Bool) throws {
    try bytes.withUnsafeBufferPointer { bytes in
      if let fault = UTF8Fault(in: bytes), isWhole || !fault.isAtEnd {
        throw file.notUTF8(bytes[fault.offset], at: BytePlace(of: fault.offset, in: bytes))
      }
      if let place = bytes.firstIndex(of: 0) {
        throw file.error(
          "holds a zero byte in \(BytePlace(of: place, in: bytes)), which no text does",
          remedy: "remove such bytes: `tr -d '\\000' < FILE > FILE.txt`")
      }
    }
  }

  private static func carriageReturns(in bytes: [UInt8]) -> (beforeLineFeeds: Int, alone: Int) {
    var counts = (beforeLineFeeds: 0, alone: 0)
    bytes.withUnsafeBufferPointer { bytes in
      for (place, byte) in bytes.enumerated() where byte == 0x0D {
        if place + 1 < bytes.count, bytes[place + 1] == 0x0A {
          counts.beforeLineFeeds += 1
        } else {
          counts.alone += 1
        }
      }
    }
    return counts
  }
}

/// Where a byte stands, both counted from 1; the byte within its line.
struct BytePlace: CustomStringConvertible {
  let line: Int
  let byte: Int

  init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let before = bytes[..<offset]
    line = before.count { $0 == 0x0A } + 1
    byte = offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
  }

  var description: String { "line \(line), byte \(byte)" }
}

extension DataFile {
  /// An upper bound of the bytes of the text, and so of its characters.
  var greatestTextSize: Int {
    guard let reader = try? open() else { return Corpus.Outline.unknownLength }
    if let size = reader.plainSize { return size }
    let count = (try? bytes(first: DataText.checkedBytes + 1))?.count
    guard let count, count <= DataText.checkedBytes else { return Corpus.Outline.unknownLength }
    return count
  }

  func notUTF8(_ byte: UInt8, at place: some CustomStringConvertible) -> OperationError {
    let digits = String(byte, radix: 16, uppercase: true)
    return error(
      "is not UTF-8: \(place), is 0x\(digits)",
      remedy: "convert it; if it is Latin-1, `iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8`")
  }
}
