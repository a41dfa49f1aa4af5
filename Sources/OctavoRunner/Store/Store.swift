import Foundation
import OctavoBase
import OctavoResults

/// What runs have computed, kept for the runs that follow: `.octavo` in the folder of the command.
///
///     results/KEY       of a step that was done, a sealed `StoredStep`
///     artifacts/HASH/   an artifact's files, under the hash of their content
///     underway/KEY      the state of a step that was stopped, sealed
///     temporary/ID/     what a process is writing at the moment (`StagingArea`)
///     locks             locked at places that stand for keys while they are computed (`Claim`)
///     clusters/RUN/     what a run on a cluster and its workers tell each other
///     times.json        what steps took
///     octavo-store      says that the folder is a store
///
/// Whatever is written is either there as a whole or not at all, and is verified when it is read.
/// Several programs may use one store at a time; none computes what another is computing. Whatever
/// stands in the place of a file or folder of the store and is not what was written there is damage,
/// and the next result replaces it.
public struct Store: Sendable {
  public let folder: URL
  private let staging: StagingArea
  private var memory: StepMemory?

  public init(_ folder: URL) {
    self.folder = folder
    staging = StagingArea(in: Self.temporary(folder))
  }

  /// The same store for a process that runs a notebook again and again.
  public var remembering: Store {
    var store = self
    store.memory = StepMemory()
    return store
  }

  var results: URL { folder.appending(path: "results") }
  var artifacts: URL { folder.appending(path: "artifacts") }
  var underway: URL { folder.appending(path: "underway") }
  /// Of runs on clusters.
  package var clusters: URL { folder.appending(path: "clusters") }
  var temporary: URL { Self.temporary(folder) }

  private static func temporary(_ folder: URL) -> URL { folder.appending(path: "temporary") }

  // MARK: Results

  /// What is known of the step with this key; `nil` if nothing is.
  /// - Throws: `StoreDamage`.
  func step(_ key: StepKey) throws -> StoredStep? {
    let url = results.appending(path: key.description)
    guard let data = try SealedFile.read(url) else { return nil }
    guard
      let step = memory?.step(key, in: data) ?? (try? StoredStep(decoding: data)),
      step.key == key
    else { throw StoreDamage(url, "it does not say what it should") }
    memory?.note(step, of: data)
    Self.touch(url)
    return step
  }

  /// Whether there is a result under a key, as metadata give it.
  public func hasResult(_ key: String) -> Bool {
    FileStatus(ofEntry: results.appending(path: key)) != nil
  }

  func keep(_ step: StoredStep) throws {
    try keep(step.encoded(), at: results.appending(path: step.key.description))
    unlink(underway.appending(path: step.key.description).path)
  }

  private func keep(_ content: Data, at place: URL) throws {
    let file = try stagingPlace(for: place)
    try SealedFile.create(content, at: file)
    try move(file, to: place)
  }

  func keepTimes(_ content: Data) throws {
    let place = folder.appending(path: Self.timesName)
    let file = try stagingPlace(for: place)
    try FileWriter.createFile(at: file, with: content)
    try move(file, to: place)
  }

  private func move(_ file: URL, to place: URL) throws {
    if rename(file.path, place.path) == 0 { return }
    // A folder is in the place.
    try? setAside(place)
    guard rename(file.path, place.path) == 0 else {
      let error = FileError("cannot write", place)
      unlink(file.path)
      throw error
    }
  }

  /// Takes what is damaged out of the way.
  private func setAside(_ damaged: URL) throws {
    let place = try staging.place()
    guard rename(damaged.path, place.path) == 0 || errno == ENOENT else {
      throw FileError("cannot write", damaged)
    }
  }

  // MARK: Artifacts

  /// Keeps an artifact and tells the hash of its content.
  func keep(_ artifact: any Artifact) throws -> ContentHash {
    let files = try stagingPlace(for: artifacts.appending(path: "artifact"))
    // Nothing is left there once it is in its place.
    defer { try? FileManager.default.removeItem(at: files) }
    var sink = try FolderSink(files)
    try artifact.write(to: &sink)
    let hash = try Self.hash(ofFilesIn: files)
    let place = folder(of: hash)
    var attempts = 0
    while rename(files.path, place.path) != 0 {
      if (try? verify(hash)) != nil { break }
      attempts += 1
      guard attempts < 4 else { throw FileError("cannot write", place) }
      try setAside(place)
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

  /// Copies an artifact's files into a folder in which they are not yet.
  /// - Throws: `StoreDamage`, also where the artifact is not there; `FileError` where the copy cannot
  ///   be written.
  func copy(_ hash: ContentHash, to target: URL) throws {
    try verify(hash)
    let place = folder(of: hash)
    var sink = try FolderSink(target)
    for name in try Self.fileNames(in: place) {
      let content: Data
      do { content = try Data(ofOwnFile: place.appending(path: name)) } catch {
        throw StoreDamage(place, "\(error)")
      }
      try sink.file(name, content)
    }
  }

  private func folder(of hash: ContentHash) -> URL {
    artifacts.appending(path: hash.description, directoryHint: .isDirectory)
  }

  private func verify(_ hash: ContentHash) throws {
    let place = folder(of: hash)
    guard FileStatus(ofEntry: place)?.isFolder == true,
      let actual = try? Self.hash(ofFilesIn: place)
    else { throw StoreDamage(place, "it is not there, or cannot be read") }
    guard actual == hash else { throw StoreDamage(place, "its content has changed") }
  }

  private static func hash(ofFilesIn folder: URL) throws -> ContentHash {
    HashingSink.hash(
      of: Dictionary(
        uniqueKeysWithValues: try fileNames(in: folder).map {
          ($0, try ContentHash(ofOwnFile: folder.appending(path: $0)))
        }))
  }

  private static func fileNames(in folder: URL) throws -> [String] {
    try FolderTree.names(in: folder)
  }

  // MARK: Steps under way

  /// What a step had saved when it was stopped; `nil` if it was not.
  /// - Throws: `StoreDamage`.
  func state(of key: StepKey) throws -> Data? {
    try SealedFile.read(underway.appending(path: key.description))
  }

  func keep(_ state: Data, of key: StepKey) throws {
    try keep(state, at: underway.appending(path: key.description))
  }

  /// Makes sure that no other process or task computes the step with this key as long as the claim is
  /// held. Waits while another does.
  ///
  /// - Parameter onWait: called once if there is another.
  /// - Returns: `nil` where the store cannot be written or locked.
  /// - Throws: `Interruption`.
  func claim(
    _ key: StepKey, onWait: () -> Void, isCancelled: () -> Bool
  ) throws(Interruption) -> Claim? {
    do {
      let file = folder.appending(path: Self.locksName)
      try makeStore(with: folder)
      return try Claim(key, in: file, onWait: onWait, isCancelled: isCancelled)
    } catch let interruption as Interruption {
      throw interruption
    } catch {
      return nil
    }
  }

  // MARK: Housekeeping

  static let locksName = "locks"
  static let markerName = "octavo-store"
  static let marker = "Octavo keeps results here for later runs. `octavo clean` removes them.\n"

  /// A path at which to write what then moves to `place`, whose folder is made.
  private func stagingPlace(for place: URL) throws -> URL {
    try makeStore(with: place.deletingLastPathComponent())
    return try staging.place()
  }

  /// Makes the store where it is not there.
  package func make() throws { try makeStore(with: folder) }

  /// Makes a folder of the store and, on the way, a store that no version control picks up.
  private func makeStore(with part: URL) throws {
    if FileStatus(ofEntry: part) == nil { try FileWriter.makeFolder(at: part) }
    for (name, text) in [(".gitignore", "*\n"), (Self.markerName, Self.marker)] {
      let url = folder.appending(path: name)
      // Two processes may make it at a time; whichever comes first has made it.
      if FileStatus(ofEntry: url) == nil {
        try? FileWriter.createFile(at: url, with: Data(text.utf8))
      }
    }
  }

  /// Removes what this process has written and not moved into the store. Who uses the store again
  /// may do so.
  func endWriting() { staging.clear() }

  /// Notes that a result was used.
  private static func touch(_ url: URL) { utimes(url.path, nil) }
}
