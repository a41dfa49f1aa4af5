import Foundation
import OctavoBase
import Synchronization

/// Notices that files change, by asking the system for their state at short intervals. So it does
/// not matter how an editor saves: in place, under another name that is then given to the file, or
/// by removing the file and writing it again.
public final class FileWatch: Sendable {
  /// What is known of the files that are watched.
  private struct State {
    var paths: Set<String> = []
    /// As they were when their content was last taken in.
    var known: [String: FileState] = [:]
    /// As they were when they were last looked at.
    var seen: [String: FileState] = [:]
    /// Since when `seen` has not changed.
    var seenSince = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let changed = Atomic(false)
  private let isEnded = Atomic(false)
  private let interval: Duration

  /// An editor that removes a file and writes it again needs no longer.
  private static let longestAbsence = Duration.seconds(1)

  /// - Parameter interval: the time between two looks. A change is complete when nothing has changed
  ///   from one look to the next.
  public init(interval: Duration = .milliseconds(30)) { self.interval = interval }

  /// Begins to look, on a thread of its own.
  public func start() {
    Thread.detachNewThread { [self] in
      while !isEnded.load(ordering: .relaxed) {
        look()
        Thread.sleep(forTimeInterval: interval / .seconds(1))
      }
    }
  }

  public func end() { isEnded.store(true, ordering: .relaxed) }

  /// Whether a file has changed since `takeIn` was called. Cheap.
  public var hasChanged: Bool { changed.load(ordering: .relaxed) }

  /// Watches these files, too: what happens to them from now on is a change. A path may lead nowhere
  /// yet. Of a folder its files are watched, but not folders within.
  public func add(_ paths: some Sequence<String>) {
    state.withLock { state in
      for path in paths where state.paths.insert(path).inserted {
        let now = FileState(of: path)
        state.known[path] = now
        state.seen[path] = now
      }
    }
  }

  /// To be called before the files are read: what happens from now on is a change.
  public func takeIn() {
    state.withLock { state in
      let now = Self.states(of: state.paths)
      state.known = now
      state.seen = now
      changed.store(false, ordering: .relaxed)
    }
  }

  /// Waits until a change is complete.
  ///
  /// - Parameter isOver: whether to wait no longer.
  public func waitForChange(unless isOver: () -> Bool) {
    while !isOver() {
      if hasChanged, isSettled { return }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  private func look() {
    state.withLock { state in
      let now = Self.states(of: state.paths)
      if now != state.seen {
        state.seen = now
        state.seenSince = .now
      }
      if now != state.known { changed.store(true, ordering: .relaxed) }
    }
  }

  /// Whether no file is being written, as far as can be seen.
  private var isSettled: Bool {
    state.withLock { state in
      let age = state.seenSince.duration(to: .now)
      let isMissing = state.seen.contains { path, file in
        !file.isThere && state.known[path]?.isThere == true
      }
      return age >= (isMissing ? Self.longestAbsence : interval)
    }
  }

  private static func states(of paths: Set<String>) -> [String: FileState] {
    Dictionary(uniqueKeysWithValues: paths.map { ($0, FileState(of: $0)) })
  }
}

/// What the system says of a file, by which a change of its content is noticed.
private struct FileState: Hashable {
  /// Of the file, and of a folder those of the files in it, too.
  private var stamps: [FileStamp] = []

  /// Of a folder with more files, only the folder itself is watched: that files come and go.
  private static let mostFiles = 1000

  init(of path: String) {
    guard let status = add(path), status.isFolder,
      let names = try? FileManager.default.contentsOfDirectory(atPath: path),
      names.count <= Self.mostFiles
    else { return }
    for name in names.sorted() { _ = add(path + "/" + name) }
  }

  var isThere: Bool { !stamps.isEmpty }

  private mutating func add(_ path: String) -> FileStatus? {
    // Otherwise the system would be asked once more, whether it is a folder.
    let status = FileStatus(URL(filePath: path, directoryHint: .notDirectory))
    if let status { stamps.append(status.stamp) }
    return status
  }
}
