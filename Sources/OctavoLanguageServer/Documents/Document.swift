import Foundation
import OctavoBase
import OctavoNotebook
import OctavoRunner

/// A file that is open in the editor, as its text stands there.
final class Document {
  let uri: String
  private(set) var version: Int?
  private(set) var source: Source
  /// Whether what the editor shows differs from what its diagnostics were made of.
  var awaitsDiagnostics = true

  private let catalogue: Catalogue
  private let encoding: PositionEncoding
  private var knownReading: NotebookReading?

  init(
    uri: String, version: Int?, text: String, encoding: PositionEncoding, catalogue: Catalogue
  ) {
    self.uri = uri
    self.version = version
    self.encoding = encoding
    self.catalogue = catalogue
    source = Source(path: FileURI.path(of: uri) ?? "untitled.md", text: text)
  }

  var positions: TextPositions { TextPositions(lines: source.lines, encoding: encoding) }

  /// What the text says, read once for each state of it.
  var reading: NotebookReading {
    if let knownReading { return knownReading }
    let reading = NotebookReading(
      source, catalogue: catalogue, readsFiles: FileURI.path(of: uri) != nil)
    knownReading = reading
    return reading
  }

  /// Takes over changes, one after the other.
  /// - Throws: `RequestFailure` where they are no changes; the text is then as before.
  func change(_ changes: [JSON], version: Int?) throws(RequestFailure) {
    var changed = source
    for change in changes {
      guard let text = change["text"]?.string else {
        throw .invalid("a change has a text")
      }
      guard let rangeJSON = change["range"], !rangeJSON.isNull else {
        changed = Source(path: source.path, text: text)
        continue
      }
      let positions = TextPositions(lines: changed.lines, encoding: encoding)
      guard let range = positions.range(rangeJSON) else {
        throw .invalid("the range of a change has a start and an end")
      }
      var scalars = changed.text.unicodeScalars
      let start = positions.index(of: range.start, in: changed.text)
      let end = positions.index(of: range.end, in: changed.text)
      scalars.replaceSubrange(start..<end, with: text.unicodeScalars)
      changed = Source(path: source.path, text: String(scalars))
    }
    source = changed
    self.version = version
    forgetReading()
  }

  /// Reads the text again when it is next asked for, as files beside it may have changed.
  func forgetReading() {
    knownReading = nil
    awaitsDiagnostics = true
  }
}

/// The addresses that editors give to files.
enum FileURI {
  /// `nil` of what is no file.
  static func path(of uri: String) -> String? {
    guard let url = URL(string: uri), url.scheme?.lowercased() == "file" else { return nil }
    let path = url.path(percentEncoded: false)
    return path.isEmpty || path.contains("\0") ? nil : path
  }

  static func uri(ofPath path: String) -> String {
    URL(fileURLWithPath: path).absoluteString
  }
}
