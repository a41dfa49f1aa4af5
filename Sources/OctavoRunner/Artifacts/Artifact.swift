import Foundation
import OctavoBase

/// What one step makes for another: a corpus, a model, preferences, images.
///
/// An artifact can be written to disk and read back with identical bytes: that is what makes a
/// cache possible, and what a reader of the outputs finds.
public protocol Artifact: InputValue, OutputValue {
  /// What is known of an artifact before it exists, from which later steps are checked.
  associatedtype Outline: Sendable = Void

  /// What notebooks and messages call it, such as `corpus`.
  static var kind: ArtifactKind { get }

  /// Writes the artifact as files, the same bytes for the same content.
  func write(to sink: inout some ArtifactSink) throws

  /// Reads what `write(to:)` wrote into `folder`.
  init(contentsOf folder: URL) throws
}

/// The name of a kind of artifact, in the user's words.
public struct ArtifactKind: Hashable, Sendable {
  public var name: String
  /// What it is, in one phrase, for `octavo help`.
  public var summary: String
  /// Whether a copy belongs in a run's output folder. What a notebook only passes on (its data) does not.
  public var isDelivered: Bool

  public init(_ name: String, _ summary: String, isDelivered: Bool = true) {
    self.name = name
    self.summary = summary
    self.isDelivered = isDelivered
  }
}

/// Where an artifact's files go: to a folder, or into a hash alone.
public protocol ArtifactSink {
  /// Adds a file. `produce` hands its bytes over piece by piece, in order.
  mutating func file(
    _ name: String, _ produce: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws
}

extension ArtifactSink {
  public mutating func file(_ name: String, _ bytes: some ContiguousBytes) throws {
    try file(name) { write in try bytes.withUnsafeBytes { try write($0) } }
  }

  public mutating func file(_ name: String, _ text: String) throws {
    try file(name, Array(text.utf8))
  }
}

/// Hashes an artifact's files without writing them anywhere.
struct HashingSink: ArtifactSink {
  private var files: [String: ContentHash] = [:]

  mutating func file(
    _ name: String, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    var hasher = ContentHasher()
    try produce { hasher.update($0) }
    files[name] = hasher.finished()
  }

  var hash: ContentHash { Self.hash(of: files) }

  /// The hash of files, given those of their contents.
  static func hash(of files: [String: ContentHash]) -> ContentHash {
    var hasher = ContentHasher()
    for (name, hash) in files.sorted(by: { $0.key < $1.key }) {
      hasher.update(name)
      hasher.update(hash.description)
    }
    return hasher.finished()
  }
}

/// Writes an artifact's files into a folder in which they are not yet.
struct FolderSink: ArtifactSink {
  let folder: URL

  init(_ folder: URL) throws {
    self.folder = folder
    try FileWriter.makeFolder(at: folder)
  }

  mutating func file(
    _ name: String, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    try FileWriter.createFile(at: folder.appending(path: name), produce)
  }
}

extension Artifact {
  /// The hash of everything `write(to:)` writes.
  public func contentHash() throws -> ContentHash {
    var sink = HashingSink()
    try write(to: &sink)
    return sink.hash
  }
}
