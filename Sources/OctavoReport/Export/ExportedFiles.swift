import OctavoResults

/// What an export writes.
public struct ExportedFiles: Sendable {
  /// The document itself, without a name.
  public var document: [UInt8]
  /// Files beside it, by their paths from its folder.
  public var files: [(path: String, bytes: [UInt8])]

  public init(document: [UInt8], files: [(path: String, bytes: [UInt8])] = []) {
    self.document = document
    self.files = files
  }
}
