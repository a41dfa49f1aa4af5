import Foundation
import OctavoBase
import OctavoResults

/// What one run delivers: built beside the notebook's output folder, and put in its place as a whole
/// when the run has ended. Until then, and after a run that was killed, the folder is as the run
/// before left it.
///
/// What a run delivers is its own alone: of a step that failed, was skipped or was not asked for
/// nothing is there, although an earlier run delivered it.
public final class OutputWriter {
  /// The hidden folder beside the notebooks' folders; no notebook can have its name.
  public static let workFolder = OutputFolder.workFolder

  public let folder: URL
  private let place: OutputFolder
  /// Held until everything is in place.
  private var lock: RunLock?
  private let source: String?
  /// Names the run in its manifest.
  private let run = UUID().uuidString
  /// What the steps deliver, so that it can be delivered again where that failed.
  private var deliveries: [(path: [String], write: (URL) throws -> Void)] = []
  private var failed: Set<[String]> = []
  /// Steps that run at once deliver one after another.
  private let turn = NSLock()
  private var buildingStatus: FileStatus

  /// Waits until no other run uses the folder.
  ///
  /// - Parameters:
  ///   - notebook: the notebook's name, which becomes the folder's.
  ///   - output: the folder in which the folders of all runs stand.
  ///   - source: the notebook's file; `nil` where it is not known.
  ///   - takesOver: whether to use a folder that holds another notebook's results, or files that
  ///     Octavo did not write. Those files stay.
  ///   - isCancelled: whether to wait no longer.
  ///   - onNote: takes in what the user should know.
  /// - Throws: `OutputRefusal`, `Interruption`; `FileError` where nothing can be written.
  public init(
    notebook: String, in output: URL, source: URL? = nil, takesOver: Bool = false,
    isCancelled: () -> Bool = { false }, onNote: (String) -> Void = { _ in }
  ) throws {
    try FileWriter.makeFolder(at: output)
    place = OutputFolder(notebook: notebook, in: output)
    folder = place.url
    self.source = source.flatMap(place.way)
    let (name, path) = (folder.relativePath, output.relativePath)
    let lock = try RunLock(
      at: place.lockFile,
      onWait: {
        onNote(
          "another run writes `\(name)` (\($0)); this one waits for it. `-o` with another folder "
            + "than `\(path)` does not wait")
      }, isCancelled: isCancelled)
    if lock.isExclusive {
      place.recover()
    } else {
      onNote(
        "the file system of `\(path)` knows no locks: let no other run of this notebook write there"
      )
    }
    if let note = try place.check(source: self.source, takesOver: takesOver) { onNote(note) }
    buildingStatus = try Self.makeBuilding(place.building(run))
    self.lock = lock
  }

  private static func makeBuilding(_ url: URL) throws -> FileStatus {
    try FileWriter.makeFolder(at: url)
    guard let status = FileStatus(ofEntry: url) else {
      throw FileError("cannot make the folder", url)
    }
    return status
  }

  /// Whether `init` would refuse, or fail for a reason that is there already. Does not wait.
  public static func check(
    notebook: String, in output: URL, source: URL? = nil, takesOver: Bool = false
  ) throws {
    try FileWriter.makeFolder(at: output)
    guard access(output.path, W_OK | X_OK) == 0 else {
      throw FileError("cannot write into", output)
    }
    let place = OutputFolder(notebook: notebook, in: output)
    _ = try place.check(source: source.flatMap(place.way), takesOver: takesOver)
  }

  deinit {
    try? FileManager.default.removeItem(at: building)
  }

  private var building: URL { place.building(run) }

  public var report: URL { folder.appending(path: "index.html") }

  // MARK: Steps

  /// Delivers what a step has made: its artifacts, and its tables as CSV. What cannot be written now
  /// is tried again when the run ends.
  func deliver(_ result: StepResult, of step: String, at point: Point) {
    try? deliver(Self.path(step, point)) { folder in
      for (name, artifact) in result.artifacts.sorted(by: { $0.key < $1.key })
      where type(of: artifact).kind.isDelivered {
        var sink = try FolderSink(folder.appending(path: name))
        try artifact.write(to: &sink)
      }
      try Self.write(result.tables, to: folder)
    }
  }

  /// Delivers what a step had made in an earlier run.
  /// - Throws: `StoreDamage` alone.
  func deliver(
    _ stored: StoredStep, of step: PlannedStep, at point: Point, from store: Store
  ) throws {
    try deliver(Self.path(step.name, point)) { folder in
      for output in step.operation.outputs {
        guard case .artifact(let type) = output.content, type.kind.isDelivered,
          let hash = stored.artifacts[output.name]
        else { continue }
        try store.copy(hash, to: folder.appending(path: output.name))
      }
      try Self.write(stored.result.tables, to: folder)
    }
  }

  /// Delivers what jobs on other machines have written: for each a path below `logs`, the last part of
  /// which is the file's name.
  public func deliver(logs: [(path: [String], text: Data)]) {
    if logs.isEmpty { return }
    try? deliver(["logs"]) { folder in
      for (path, text) in logs {
        var sink = try FolderSink(path.dropLast().reduce(folder) { $0.appending(path: $1) })
        if let name = path.last { try sink.file(name, text) }
      }
    }
  }

  /// The folders, one in another, of what a step has made at a point.
  private static func path(_ step: String, _ point: Point) -> [String] {
    ["artifacts", step] + (point.coordinates.isEmpty ? [] : [point.outputFolderName])
  }

  private func deliver(_ path: [String], _ write: @escaping (URL) throws -> Void) throws {
    turn.lock()
    defer { turn.unlock() }
    deliveries.removeAll { $0.path == path }
    failed.remove(path)
    do {
      try writeAnew(path, write)
    } catch let damage as StoreDamage {
      try? remove(path)
      throw damage
    } catch {
      failed.insert(path)
    }
    deliveries.append((path, write))
  }

  private func writeAnew(_ path: [String], _ write: (URL) throws -> Void) throws {
    try remove(path)
    try write(folder(path))
  }

  private func remove(_ path: [String]) throws {
    let folder = folder(path)
    if FileStatus(ofEntry: folder) != nil { try FileManager.default.removeItem(at: folder) }
  }

  private func folder(_ path: [String]) -> URL {
    path.reduce(building) { $0.appending(path: $1) }
  }

  private static func write(_ tables: [String: Table], to folder: URL) throws {
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      var sink = try FolderSink(folder)
      try sink.file("\(name).csv", table.csv)
    }
  }

  // MARK: The end of the run

  /// Puts everything in place: results, metadata, report and artifacts of this run.
  ///
  /// - Parameter report: makes the report, and what is saved to make it again.
  /// - Throws: `FileError` and others where something cannot be written. The folder is then as the
  ///   run before left it.
  public func finish(
    _ run: Run, _ metadata: RunMetadata,
    report: () throws -> (page: String, saved: SavedRun)
  ) throws {
    try deliverWhatIsMissing()
    try write(ResultsFile(run).encoded(), as: "results.json")
    try write(metadata.encoded(), as: "run.json")
    let report = try report()
    try write(report.saved.encoded(), as: SavedRun.name)
    try write(Data(report.page.utf8), as: "index.html")
    try putInPlace()
  }

  /// Puts the artifacts alone in place.
  public func finish() throws {
    try deliverWhatIsMissing()
    try putInPlace()
  }

  private func deliverWhatIsMissing() throws {
    // Whoever removed the folder in the meantime has taken what was delivered before with it.
    if FileStatus(ofEntry: building)?.isSame(as: buildingStatus) != true {
      if FileStatus(ofEntry: building) != nil { try FileManager.default.removeItem(at: building) }
      buildingStatus = try Self.makeBuilding(building)
      failed = Set(deliveries.map(\.path))
    }
    for (path, write) in deliveries where failed.contains(path) { try writeAnew(path, write) }
    failed = []
  }

  private func write(_ data: Data, as name: String) throws {
    try FileWriter.createFile(at: building.appending(path: name), with: data)
  }

  private func putInPlace() throws {
    let manifest = try OutputManifest(run: run, notebook: source, listing: building)
    try write(manifest.encoded(), as: OutputManifest.name)
    try place.put(run)
    lock = nil
  }
}
