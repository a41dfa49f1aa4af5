import Foundation
import OctavoBase
import OctavoResults

/// The folder that a run has left, opened to put another report in the place of the run's.
public final class RunFolder {
  public let saved: SavedRun
  public let metadata: RunMetadata

  private let place: OutputFolder
  private let manifest: OutputManifest
  /// Held until the report is in place.
  private var lock: RunLock?

  /// Waits until no run uses the folder.
  ///
  /// - Parameters:
  ///   - takesOver: whether to replace a report that was changed since it was written.
  ///   - isCancelled: whether to wait no longer.
  ///   - onNote: takes in what the user should know.
  /// - Throws: `OutputRefusal` where it is not the folder of a run, or not as the run left it;
  ///   `Interruption`; `FileError` where nothing can be written.
  public init(
    at folder: URL, takesOver: Bool = false, isCancelled: () -> Bool = { false },
    onNote: (String) -> Void = { _ in }
  ) throws {
    let folder = Self.named(folder)
    let output = folder.deletingLastPathComponent()
    place = OutputFolder(notebook: folder.lastPathComponent, in: output)
    try Self.check(place.url)
    let name = place.url.pathForReading
    let lock = try RunLock(
      at: place.lockFile,
      onWait: { onNote("a run writes `\(name)` (\($0)); rendering waits for it") },
      isCancelled: isCancelled)
    if lock.isExclusive {
      place.recover()
    } else {
      onNote(
        "the file system of `\(output.pathForReading)` knows no locks: let no run write there")
    }
    manifest = try OutputManifest.read(of: place.url)
    if !takesOver, manifest.change(of: Self.report, in: place.url) == .changed {
      throw OutputRefusal(
        finding: "`\(name)/\(Self.report)` has been changed since it was written",
        remedy: "Move it elsewhere, or replace it with `--take-over`")
    }
    saved = try manifest.read(SavedRun.name, in: place.url, SavedRun.init(decoding:))
    metadata = try manifest.read("run.json", in: place.url, RunMetadata.init(decoding:))
    self.lock = lock
  }

  private static let report = "index.html"

  public var url: URL { place.url }

  /// The report's path, for people.
  public var reportPath: String { place.url.appending(path: Self.report).pathForReading }

  /// A folder by a path that stays valid when another takes its place, as that of the current
  /// folder would not.
  private static func named(_ folder: URL) -> URL {
    let last = folder.relativePath.split(separator: "/").last
    return last == "." || last == ".." ? folder.absoluteURL.standardizedFileURL : folder
  }

  private static func check(_ url: URL) throws {
    let name = url.pathForReading
    guard let status = FileStatus(ofEntry: url) else {
      throw OutputRefusal(
        finding: "There is no folder `\(name)`",
        remedy: "Give that of a run, such as `outputs/quickstart`")
    }
    if status.isLink {
      throw OutputRefusal(
        finding: "`\(name)` is a symbolic link, and Octavo follows none",
        remedy: "Give the folder it leads to")
    }
    guard status.isFolder else {
      throw OutputRefusal(
        finding: "`\(name)` is a file",
        remedy: "Give the folder of a run, such as `outputs/quickstart`")
    }
    _ = try OutputManifest.read(of: url)
    for folder in [url, url.deletingLastPathComponent()]
    where access(folder.path, W_OK | X_OK) != 0 {
      throw FileError("cannot write into", folder)
    }
  }

  /// Puts a report in the place of the one that is there, and lets the manifest say so.
  /// - Throws: `FileError` and others where something cannot be written. The folder is then as it
  ///   was.
  public func replaceReport(with page: String) throws {
    // Another name than the run's: a folder that is not whole must not be taken for that run's.
    let rendering = UUID().uuidString
    let building = place.building(rendering)
    defer { try? FileManager.default.removeItem(at: building) }
    try FileWriter.makeFolder(at: building)
    for path in manifest.files.keys.sorted() where path != Self.report {
      try place.carry(path, into: building)
    }
    let bytes = Data(page.utf8)
    try FileWriter.createFile(at: building.appending(path: Self.report), with: bytes)
    var manifest = manifest
    manifest.run = rendering
    manifest.files[Self.report] = OutputManifest.File(
      size: bytes.count, sha256: ContentHash(of: bytes))
    try FileWriter.createFile(
      at: building.appending(path: OutputManifest.name), with: manifest.encoded())
    try place.put(rendering)
    lock = nil
  }
}

extension OutputManifest {
  /// What a run has written, read again.
  /// - Throws: `OutputRefusal` where it is not as the run wrote it.
  func read<Content>(
    _ path: String, in folder: URL, _ decode: (Data) throws -> Content
  ) throws -> Content {
    let name = folder.appending(path: path).pathForReading
    let remedy = "Run the notebook again: what the store has is not recomputed"
    switch change(of: path, in: folder) {
    case .unlisted:
      throw OutputRefusal(
        finding:
          "`\(folder.pathForReading)` has no `\(path)`: an earlier version of Octavo wrote it",
        remedy: remedy)
    case .missing: throw OutputRefusal(finding: "`\(name)` is missing", remedy: remedy)
    case .changed:
      throw OutputRefusal(finding: "`\(name)` is not as its run wrote it", remedy: remedy)
    case nil: break
    }
    let data = try Data(ofOwnFile: folder.appending(path: path))
    do { return try decode(data) } catch let newer as SavedRun.NewerFormat {
      throw OutputRefusal(
        finding: "`\(name)` has format \(newer.format), and this version of Octavo reads "
          + "\(SavedRun.currentFormat)",
        remedy: "Render it with the version that wrote it, or a later one")
    } catch {
      throw OutputRefusal(finding: "`\(name)` cannot be understood", remedy: remedy)
    }
  }
}

extension URL {
  /// The path as it was given, without a `./` before it.
  var pathForReading: String {
    relativePath.hasPrefix("./") ? String(relativePath.dropFirst(2)) : relativePath
  }
}
