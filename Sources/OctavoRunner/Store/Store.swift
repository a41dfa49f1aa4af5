import Foundation
import OctavoResults

/// What runs have computed, kept for the runs that follow: `.octavo` in the folder of the command.
///
///     results/KEY       of a step that was done, a sealed `StoredStep`
///     artifacts/HASH/   an artifact's files, under the hash of their content
///     underway/KEY      the state of a step that was stopped, sealed
///
/// Whatever is written is either there as a whole or not at all, and is verified when it is read.
/// Two programs may use one store at a time.
public struct Store: Sendable {
  public let folder: URL

  public init(_ folder: URL) {
    self.folder = folder
  }

  var results: URL { folder.appending(path: "results") }
  var artifacts: URL { folder.appending(path: "artifacts") }
  var underway: URL { folder.appending(path: "underway") }

  // MARK: Results

  /// What is known of the step with this key; `nil` if nothing is.
  /// - Throws: `StoreDamage`.
  func step(_ key: StepKey) throws -> StoredStep? {
    let url = results.appending(path: key.description)
    guard let data = try SealedFile.read(url) else { return nil }
    guard let step = try? StoredStep(decoding: data), step.key == key else {
      throw StoreDamage(url, "it does not say what it should")
    }
    Self.touch(url)
    return step
  }

  func keep(_ step: StoredStep) throws {
    try makeFolder(results)
    try SealedFile.write(step.encoded(), to: results.appending(path: step.key.description))
    try? FileManager.default.removeItem(at: underway.appending(path: step.key.description))
  }

  // MARK: Artifacts

  /// Keeps an artifact and tells the hash of its content.
  func keep(_ artifact: any Artifact) throws -> ContentHash {
    try makeFolder(artifacts)
    let temporary = artifacts.appending(path: ".\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: temporary) }
    var sink = try FolderSink(temporary)
    try artifact.write(to: &sink)
    let hash = try Self.hash(ofFilesIn: temporary)
    let place = folder(of: hash)
    if rename(temporary.path, place.path) != 0, (try? verify(hash)) == nil {
      // What was there under this hash is damaged.
      try? FileManager.default.removeItem(at: place)
      guard rename(temporary.path, place.path) == 0 else { throw FileError("cannot write", place) }
    }
    return hash
  }

  /// - Throws: `StoreDamage`, also where the artifact is not there.
  func load<Kind: Artifact>(_ hash: ContentHash, as kind: Kind.Type) throws -> Kind {
    try verify(hash)
    do {
      return try Kind(contentsOf: folder(of: hash))
    } catch {
      throw StoreDamage(folder(of: hash), "\(error)")
    }
  }

  /// Copies an artifact's files into a sink.
  /// - Throws: `StoreDamage`, also where the artifact is not there.
  func copy(_ hash: ContentHash, to sink: FolderSink) throws {
    try verify(hash)
    var sink = sink
    for name in try FileManager.default.contentsOfDirectory(atPath: folder(of: hash).path) {
      let file = folder(of: hash).appending(path: name)
      try sink.file(name, Data(contentsOf: file, options: .mappedIfSafe))
    }
  }

  private func folder(of hash: ContentHash) -> URL {
    artifacts.appending(path: hash.description, directoryHint: .isDirectory)
  }

  private func verify(_ hash: ContentHash) throws {
    let place = folder(of: hash)
    guard let actual = try? Self.hash(ofFilesIn: place) else {
      throw StoreDamage(place, "it is not there, or cannot be read")
    }
    guard actual == hash else { throw StoreDamage(place, "its content has changed") }
  }

  private static func hash(ofFilesIn folder: URL) throws -> ContentHash {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return HashingSink.hash(
      of: Dictionary(
        uniqueKeysWithValues: try names.map {
          ($0, try ContentHash(ofFile: folder.appending(path: $0)))
        }))
  }

  // MARK: Steps under way

  /// What a step had saved when it was stopped; `nil` if it was not.
  /// - Throws: `StoreDamage`.
  func state(of key: StepKey) throws -> Data? {
    try SealedFile.read(underway.appending(path: key.description))
  }

  func keep(_ state: Data, of key: StepKey) throws {
    try makeFolder(underway)
    try SealedFile.write(state, to: underway.appending(path: key.description))
  }

  // MARK: Housekeeping

  /// Makes one of the store's folders, and on the way a store that no version control picks up.
  private func makeFolder(_ url: URL) throws {
    guard !FileManager.default.fileExists(atPath: url.path) else { return }
    try FileWriter.makeFolder(at: url)
    try FileWriter.replaceFile(at: folder.appending(path: ".gitignore"), with: Data("*\n".utf8))
  }

  /// Notes that a result was used.
  private static func touch(_ url: URL) { utimes(url.path, nil) }
}
