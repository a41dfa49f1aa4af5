import Foundation
import OctavoBase

extension Notebook {
  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// Reads a file, a pipe or, for `-`, standard input. What is wrong with it, even that it cannot be
  /// opened, is in `diagnostics`.
  ///
  /// What has no file name, as standard input and `/dev/fd/63`, is named after its title.
  public static func read(path: String) -> Notebook {
    do throws(Diagnostic) {
      return read(try SourceFile.contents(ofFile: path), path: path)
    } catch {
      return Notebook(unreadable: path, error)
    }
  }

  /// Reads the bytes of a file, which may have been read earlier.
  ///
  /// - Parameter path: says what they are called and where relative paths lead from.
  public static func read(_ bytes: [UInt8], path: String) -> Notebook {
    do throws(Diagnostic) {
      let name = isNameless(path) ? "stdin" : nil
      if bytes.count > Limits.fileBytes {
        // Cut off anywhere, it need not be text.
        throw Source.tooLarge
      }
      if bytes.isEmpty, isNameless(path) {
        throw Diagnostic(.emptyInput, at: nil, "the input is empty")
      }
      let (source, fault) = Source.decode(bytes, path: shown(path), name: name)
      if let fault { return Notebook(source: source, elements: [], diagnostics: [fault]) }
      let notebook = readWithFiles(source)
      return isNameless(path) ? notebook.namedAfterTitle : notebook
    } catch {
      return Notebook(unreadable: path, error)
    }
  }

  private init(unreadable path: String, _ problem: Diagnostic) {
    self.init(
      source: Source(
        path: Self.shown(path), text: "", name: Self.isNameless(path) ? "stdin" : nil),
      elements: [], diagnostics: [problem])
  }

  private static func isNameless(_ path: String) -> Bool {
    path == standardInput || path == "/dev/stdin" || path.hasPrefix("/dev/fd/")
      || path.hasPrefix("/proc/self/fd/")
  }

  private static func shown(_ path: String) -> String {
    path == standardInput ? "<stdin>" : path
  }

  private var namedAfterTitle: Notebook {
    let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
    let name = String(words.joined(separator: "-").prefix(60))
    guard !name.isEmpty else { return self }
    var result = self
    result.source = Source(
      path: source.path, text: source.text, name: name, hasByteOrderMark: source.hasByteOrderMark)
    return result
  }
}

/// Reads the bytes of what a path leads to.
private enum SourceFile {
  /// - Returns: One byte more than a notebook may have says that there are more.
  static func contents(ofFile path: String) throws(Diagnostic) -> [UInt8] {
    if path == Notebook.standardInput { return try contents(of: STDIN_FILENO, path) }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw fault(errno, path) }
    defer { close(file) }
    return try contents(of: file, path)
  }

  private static func contents(of file: CInt, _ path: String) throws(Diagnostic) -> [UInt8] {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw fault(errno, path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw fault(EISDIR, path)
    case S_IFBLK:
      throw Diagnostic(.unreadableFile, at: nil, "the notebook is a device, and a file is wanted")
    default: break
    }
    var bytes: [UInt8] = []
    while bytes.count <= Limits.fileBytes {
      let wanted = min(1 << 16, Limits.fileBytes + 1 - bytes.count)
      var failure: CInt = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        let result = read(file, buffer.baseAddress, wanted)
        if result < 0 { failure = errno }
        count = max(result, 0)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { throw fault(failure, path) }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    return bytes
  }

  private static func fault(_ code: CInt, _ path: String) -> Diagnostic {
    if code == EBADF {
      return Diagnostic(.unreadableFile, at: nil, "there is no input here: it is closed")
    }
    let problem = FileProblem(path, errorNumber: code)
    return Diagnostic(.unreadableFile, at: nil, "the notebook \(problem.predicate)")
  }
}

extension Source {
  /// The text of a file, and the first place where it is not UTF-8.
  package static func decode(
    _ bytes: some Collection<UInt8>, path: String, name: String? = nil
  ) -> (Source, Diagnostic?) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let markCount = bytes.starts(with: mark) ? mark.count : 0
    let bytes = bytes.dropFirst(markCount)
    let text = String(decoding: bytes, as: UTF8.self)
    let source = Source(path: path, text: text, name: name, hasByteOrderMark: markCount > 0)
    // Decoding mends what is no UTF-8; where it did, text and bytes part.
    let isMended = zip(text.utf8, bytes).contains { $0 != $1 } || text.utf8.count != bytes.count
    guard isMended else { return (source, nil) }
    let common = zip(text.utf8, bytes).prefix { $0 == $1 }.count
    var offset = common
    var index = text.utf8.index(text.startIndex, offsetBy: common)
    while index > text.startIndex, text.utf8[index] & 0xC0 == 0x80 {
      index = text.utf8.index(before: index)
      offset -= 1
    }
    let remedy =
      bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      ? "it seems to be UTF-16; save it as UTF-8" : "save the file as UTF-8"
    let range = SourceRange(source.position(of: index), length: 1)
    let byte = bytes.dropFirst(offset).first.map { String($0, radix: 16, uppercase: true) } ?? "?"
    return (
      source,
      Diagnostic(
        .notUTF8, at: range,
        "this is not UTF-8 text: byte \(markCount + offset + 1) of the file is 0x\(byte)",
        remedy: remedy)
    )
  }

  func position(of index: String.Index) -> SourcePosition {
    let next = lines.partitioningIndex { $0.startIndex > index }
    let column = text.unicodeScalars.distance(from: lines[next - 1].startIndex, to: index) + 1
    return SourcePosition(line: next, column: column)
  }
}
