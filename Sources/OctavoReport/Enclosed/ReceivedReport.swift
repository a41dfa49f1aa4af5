import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// A report as somebody has sent it: the page, and what it carries of its run.
public struct ReceivedReport: Sendable {
  /// The page's file, as the user gave it.
  public let path: String
  /// The run that the page is to show.
  public let saved: SavedRun
  public let metadata: RunMetadata
  package let omitted: [OmittedTable]

  package let page: PageText
  package let hashes: (page: String, words: String)

  /// Why a page cannot be read as a report.
  public struct Fault: Error, Hashable, Sendable {
    public var message: String
    public var remedy: String

    init(_ message: String, remedy: String) {
      self.message = message
      self.remedy = remedy
    }
  }

  private static let largestPage = 512 << 20
  private static let largestRecord = 256 << 20

  /// Whether a file is read as a report and not as a notebook: its name or its first line says that
  /// it is a page.
  public static func isReport(_ path: String) -> Bool {
    let type = URL(fileURLWithPath: path).pathExtension.lowercased()
    if ["html", "htm", "xhtml", "mht", "mhtml"].contains(type) { return true }
    guard let file = try? RegularFile(path),
      let head = try? file.bytes(in: 0..<min(file.size, 256))
    else { return false }
    let start = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    return start.lowercased().hasPrefix("<!doctype html")
  }

  public init(_ path: String) throws(Fault) {
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try RegularFile.contents(of: path, limit: Self.largestPage)
    } catch {
      throw Fault(error.predicate, remedy: error.remedy ?? "give another file")
    }
    try self.init(path, page: bytes)
  }

  /// - Parameter bytes: those of the page's file.
  public init(_ path: String, page bytes: [UInt8]) throws(Fault) {
    let bytes = MailedPage(bytes)?.page ?? bytes
    let (notebook, run) = try Self.enclosed(in: bytes)
    let page = PageText(bytes)
    guard ContentHash(of: notebook).description == run.notebook else {
      throw Fault(
        "carries another notebook than the one that was run: their SHA-256 differ",
        remedy: "ask for the report as `octavo run` wrote it")
    }
    let (source, fault) = Source.decode(notebook, path: path, name: run.run.run.notebook)
    guard fault == nil else { throw .damaged("its notebook is not UTF-8") }
    var saved = run.restored(notebook: source.text, images: page.images)
    saved.notebook.hasByteOrderMark = source.hasByteOrderMark
    self.path = path
    self.saved = saved
    self.page = page
    metadata = run.metadata
    omitted = run.omitted
    hashes = (run.hashes.page, run.hashes.words)
  }

  private static func enclosed(
    in bytes: [UInt8]
  ) throws(Fault) -> (notebook: [UInt8], run: EnclosedRun) {
    // Line ends that a mail program has put in are no part of what stands in an attribute.
    let packed = bytes.filter { !$0.isSpace }
    let start = Array(EnclosedFile.MediaType.record.addressStart.utf8) + Array("H4sI".utf8)
    guard let record = Self.contents(behind: start.dropLast(4), start, in: packed) else {
      throw missing(in: bytes)
    }
    let marker = Array(EnclosedFile.MediaType.notebook.addressStart.utf8)
    guard let notebook = Self.contents(behind: marker[...], marker, in: packed) else {
      throw .damaged("its notebook is not there")
    }
    do {
      let content = try Gzip.decompressed(record, limit: largestRecord)
      return (notebook, try EnclosedRun(decoding: content))
    } catch is Gzip.TooLarge {
      throw Fault(
        "carries a record of more than \(largestRecord >> 20) MB, which is not read",
        remedy: "run its notebook without `--embed-data`")
    } catch let newer as SavedRun.NewerFormat {
      throw Fault(
        "carries a record of format \(newer.format), and this version of Octavo reads "
          + "\(EnclosedRun.currentFormat)",
        remedy: "use the version that wrote it, or a later one")
    } catch {
      throw .damaged("the record of its run cannot be read")
    }
  }

  private static func missing(in bytes: [UInt8]) -> Fault {
    let text = String(decoding: bytes.suffix(4096), as: UTF8.self).lowercased()
    let head = String(decoding: bytes.prefix(16384), as: UTF8.self)
    guard head.contains("Octavo") else {
      return Fault(
        "is a page that Octavo did not write",
        remedy: "give a report, such as `outputs/quickstart/index.html`, or a notebook")
    }
    guard text.contains("</html>") else {
      return Fault(
        "ends in the middle: the end of the page is missing, after \(bytes.count) bytes",
        remedy: "ask for the whole file, as an attachment or in an archive")
    }
    return Fault(
      "carries no notebook: an earlier version of Octavo wrote it, or it is no report of a run",
      remedy: "`octavo run` or `octavo render` writes a report that carries its notebook")
  }

  /// The bytes in base64 behind the last place where something stands.
  private static func contents(
    behind start: ArraySlice<UInt8>, _ marker: [UInt8], in bytes: [UInt8]
  ) -> [UInt8]? {
    guard let first = marker.first, bytes.count >= marker.count else { return nil }
    var index = bytes.count - marker.count
    while index >= 0, bytes[index] != first || !bytes[index...].starts(with: marker) { index -= 1 }
    guard index >= 0 else { return nil }
    let text = bytes[(index + start.count)...].prefix { $0.isBase64 || $0 == UInt8(ascii: "!") }
    return Data(base64Encoded: Data(text), options: .ignoreUnknownCharacters).map(Array.init)
  }
}

extension ReceivedReport.Fault {
  static func damaged(_ what: String) -> Self {
    Self("is damaged: \(what)", remedy: "ask for the file again, as an attachment or in an archive")
  }
}

extension ReceivedReport {
  /// The notebook, with the images that the page shows of it.
  public var notebook: Notebook {
    var notebook = Notebook.read(
      Source(
        path: path, text: saved.notebook.text, name: saved.run.notebook,
        hasByteOrderMark: saved.notebook.hasByteOrderMark))
    notebook.images = saved.images
    notebook.references = saved.references
    for file in notebook.frontMatter.bibliography {
      notebook.bibliographyFiles[file.text] =
        saved.files.first { $0.path == file.text }?.bytes.map { [UInt8]($0) }
    }
    notebook.isFromReport = true
    return notebook.checkingLinkedFiles()
  }

  /// Compares the run that the page shows with another.
  /// - Returns: with the names of tables that the page does not show and that could not be compared.
  public func compare(
    with other: Run, tolerance: Double
  ) -> (comparison: Comparison, left: [String]) {
    Comparison.of(saved.run, omitting: omitted, with: other, tolerance: tolerance)
  }
}

extension UInt8 {
  fileprivate var isBase64: Bool {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
