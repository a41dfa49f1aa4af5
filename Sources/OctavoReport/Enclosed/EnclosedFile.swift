import Foundation

/// A file that a page carries: a link under which a browser saves it. Its bytes stand in an
/// attribute, so that nothing shows them as text and nothing runs them.
package struct EnclosedFile: Hashable, Sendable {
  package enum MediaType: String, Sendable {
    case notebook = "text/markdown;charset=utf-8"
    case record = "application/gzip"

    /// What stands before the bytes in the address.
    var addressStart: String { "data:\(rawValue);base64," }
  }

  /// Under which it is saved.
  package var name: String
  package var mediaType: MediaType
  package var bytes: [UInt8]

  package init(name: String, _ mediaType: MediaType, bytes: [UInt8]) {
    self.name = name
    self.mediaType = mediaType
    self.bytes = bytes
  }

  package var dataURI: String { mediaType.addressStart + Data(bytes).base64EncodedString() }
}

/// What a page carries of its run.
package struct Enclosures: Hashable, Sendable {
  /// The notebook's file.
  package var notebook: EnclosedFile
  /// What `EnclosedRun` says.
  package var record: EnclosedFile

  package init(of name: String, notebook: [UInt8], record: [UInt8]) {
    self.notebook = EnclosedFile(name: "\(name).md", .notebook, bytes: notebook)
    self.record = EnclosedFile(name: "\(name).json.gz", .record, bytes: record)
  }
}
