import Foundation

extension Notebook {
  /// Reads a file. What is wrong with it, even that it cannot be opened, is in `diagnostics`.
  public static func read(path: String) -> Notebook {
    do throws(Diagnostic) {
      let bytes = try contents(ofFile: path)
      let (source, fault) = Source.decode(bytes, path: path)
      guard let fault else { return read(source).checkingLinkedFiles() }
      return Notebook(source: source, elements: [], diagnostics: [fault])
    } catch {
      return Notebook(source: Source(path: path, text: ""), elements: [], diagnostics: [error])
    }
  }

  private static func contents(ofFile path: String) throws(Diagnostic) -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Diagnostic(at: nil, "there is no such file")
    }
    if isDirectory.boolValue { throw Diagnostic(at: nil, "this is a folder, not a file") }
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      // One byte too many says that there are more.
      return try file.read(upToCount: Limits.fileBytes + 1) ?? Data()
    } catch {
      throw Diagnostic(at: nil, "the file cannot be read: \(error.localizedDescription)")
    }
  }
}

extension Source {
  /// The text of a file, and the first place where it is not UTF-8.
  package static func decode(_ bytes: some Collection<UInt8>, path: String) -> (Source, Diagnostic?)
  {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0)
    let text = String(decoding: bytes, as: UTF8.self)
    let source = Source(path: path, text: text)
    // Decoding mends what is no UTF-8; where it did, text and bytes part.
    let isMended = zip(text.utf8, bytes).contains { $0 != $1 } || text.utf8.count != bytes.count
    guard isMended else { return (source, nil) }
    let common = zip(text.utf8, bytes).prefix { $0 == $1 }.count
    var index = text.utf8.index(text.startIndex, offsetBy: common)
    while index > text.startIndex, text.utf8[index] & 0xC0 == 0x80 {
      index = text.utf8.index(before: index)
    }
    let remedy =
      bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      ? "it seems to be UTF-16; save it as UTF-8" : "save the file as UTF-8"
    let range = SourceRange(source.position(of: index), length: 1)
    return (source, Diagnostic(at: range, "this is not UTF-8 text", remedy: remedy))
  }

  private func position(of index: String.Index) -> SourcePosition {
    let next = lines.partitioningIndex { $0.startIndex > index }
    let column = text.unicodeScalars.distance(from: lines[next - 1].startIndex, to: index) + 1
    return SourcePosition(line: next, column: column)
  }
}
