import Foundation
import OctavoBase
import OctavoEngine
import OctavoRunner

/// A file of someone else's with text in it: UTF-8, packed by gzip or not, with a byte-order mark or
/// not. What else a file may be is refused by its name.
struct DataFile {
  /// What messages call it.
  let name: String
  let url: URL

  init(_ path: FilePath) { self.init(path.url, called: path.path) }

  init(_ url: URL, called name: String) {
    self.url = url
    self.name = name
  }

  /// Texts are kept in memory, more than once while a step works on them.
  static var mostBytes: Int { max(1 << 25, MachineMemory.total / 4) }

  func error(_ problem: String, remedy: String? = nil) -> OperationError {
    OperationError("`\(name)` \(problem)", remedy: remedy)
  }

  /// The file's text as bytes, unpacked, without its byte-order mark.
  func open() throws -> DataReader {
    do {
      return try DataReader(try RegularFile(url.path), of: self)
    } catch let problem as FileProblem {
      throw error(problem.predicate, remedy: problem.remedy)
    }
  }

  /// The text's bytes, at most so many from the beginning.
  func bytes(first most: Int = .max) throws -> [UInt8] {
    let reader = try open()
    var bytes: [UInt8] = []
    while bytes.count < most {
      let piece = try reader.next(atMost: most - bytes.count)
      guard !piece.isEmpty else { break }
      bytes.append(contentsOf: piece)
    }
    return bytes
  }
}

/// Reads a data file piece by piece.
final class DataReader {
  private let file: DataFile
  private let packed: GzipReader?
  private let read: (UnsafeMutableRawBufferPointer) throws -> Int
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
  /// What of the buffer has been read and not handed over.
  private var pending = 0..<0
  private var total = 0
  /// In bytes; nil where the file is packed.
  let plainSize: Int?

  fileprivate init(_ source: RegularFile, of file: DataFile) throws {
    self.file = file
    let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 16)
    defer { head.deallocate() }
    let headCount = try source.read(into: head)
    // What has been read for a look at the beginning comes first again.
    var first = Array(head[..<headCount])
    let whole = { (buffer: UnsafeMutableRawBufferPointer) throws -> Int in
      guard !first.isEmpty else { return try source.read(into: buffer) }
      let count = min(first.count, buffer.count)
      buffer.copyBytes(from: first[..<count])
      first.removeFirst(count)
      return count
    }
    if GzipReader.isGzip(UnsafeRawBufferPointer(rebasing: head[..<headCount])) {
      let packed = GzipReader(whole)
      self.packed = packed
      read = packed.read
      plainSize = nil
    } else {
      packed = nil
      read = whole
      plainSize = source.size
      guard source.size <= DataFile.mostBytes else { throw tooLarge(NumberText.bytes(source.size)) }
    }
    try begin()
  }

  deinit { buffer.deallocate() }

  /// The bytes that follow, valid until the next call; empty at the end.
  func next(atMost most: Int = .max) throws -> UnsafeRawBufferPointer {
    if pending.isEmpty { pending = 0..<(try fill(from: 0)) }
    let count = min(pending.count, most)
    let piece = UnsafeRawBufferPointer(
      rebasing: buffer[pending.lowerBound..<pending.lowerBound + count])
    pending = pending.lowerBound + count..<pending.upperBound
    return piece
  }

  /// Looks at the beginning, refuses what is no UTF-8 text, and passes over the byte-order mark.
  private func begin() throws {
    var count = 0
    repeat {
      let more = try fill(from: count)
      if more == 0 { break }
      count += more
    } while count < 512
    let head = Array(buffer[..<min(count, 4096)])
    let form = FileForm(of: head)
    if let problem = form?.problem(
      named: file.name, isUnpacked: packed != nil)
    {
      throw file.error(problem.text, remedy: problem.remedy)
    }
    pending = (head.starts(with: FileForm.byteOrderMark) ? 3 : 0)..<count
  }

  private func fill(from start: Int) throws -> Int {
    let count: Int
    do {
      count = try read(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
    } catch let problem as FileProblem {
      throw file.error(problem.predicate, remedy: problem.remedy)
    } catch let fault as GzipReader.Fault {
      throw file.error(fault, after: total)
    }
    total += count
    guard total <= DataFile.mostBytes else {
      throw tooLarge("more than \(NumberText.bytes(DataFile.mostBytes))")
    }
    return count
  }

  private func tooLarge(_ size: String) -> OperationError {
    file.error(
      "holds \(size) of text\(packed == nil ? "" : " when it is unpacked"), and this machine can "
        + "work on \(NumberText.bytes(DataFile.mostBytes)), a quarter of its memory",
      remedy: "give a part of it")
  }
}

extension DataFile {
  /// What is wrong with a file that gzip packed, of which so many bytes could be unpacked.
  fileprivate func error(_ fault: GzipReader.Fault, after bytes: Int) -> OperationError {
    let before = "after \(bytes) bytes of text"
    switch fault {
    case .truncated:
      return error(
        "ends too early: its gzip data stops \(before)", remedy: "copy or download it again")
    case .damaged:
      return error(
        "is damaged: its gzip data cannot be unpacked \(before)",
        remedy: "copy or download it again; `gzip -t` tests it")
    case .trailingBytes:
      return error(
        "holds something else behind its gzip data, \(before)",
        remedy: "copy or download it again, or unpack it with `gunzip`")
    case .outOfMemory: return error("cannot be unpacked: there is too little memory")
    }
  }
}
