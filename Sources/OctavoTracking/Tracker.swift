import Foundation
import OctavoResults
import OctavoRunner

/// Passes what happens during runs on to a program or a file that keeps track of runs.
public protocol Tracker: AnyObject {
  /// What people call it in messages, such as `tensorboard=logs`.
  var name: String { get }

  /// Called when a run begins.
  func begin(_ run: TrackedRun) throws

  /// Called at each event of the run, one at a time.
  func note(_ event: RunEvent, in run: TrackedRun) throws

  /// Called when the run has ended, completely or not.
  ///
  /// - Returns: What the user should know, such as files that were not sent, in sentences.
  func finish(_ run: TrackedRun, _ end: TrackedEnd) throws -> [String]
}

/// A run of a notebook, as trackers name it.
public struct TrackedRun: Hashable, Sendable {
  /// The notebook's name, without its extension.
  public let notebook: String
  public let title: String
  public let seed: UInt64
  public let params: [String: Value]
  /// The report's page, which is written when the run has ended.
  public let report: URL
  /// The notebook's file.
  public let source: String
  /// The version of Octavo.
  public let octavo: String

  public init(
    notebook: String, title: String, seed: UInt64, params: [String: Value], report: URL,
    source: String = "", octavo: String = ""
  ) {
    self.source = source
    self.octavo = octavo
    self.notebook = notebook
    self.title = title
    self.seed = seed
    self.params = params
    self.report = report
  }
}

/// How a run has ended.
public struct TrackedEnd: Sendable {
  public let outcome: Run
  public let metadata: RunMetadata
  /// Whether the user stopped it.
  public let wasInterrupted: Bool
  /// Whether the report and the results are in the output folder.
  public let isWritten: Bool
  /// Whether it ended because the system gave no more memory.
  public let isOutOfMemory: Bool

  public init(
    _ outcome: Run, _ metadata: RunMetadata, wasInterrupted: Bool = false, isWritten: Bool = true,
    isOutOfMemory: Bool = false
  ) {
    self.outcome = outcome
    self.metadata = metadata
    self.wasInterrupted = wasInterrupted
    self.isWritten = isWritten
    self.isOutOfMemory = isOutOfMemory
  }
}

/// Several trackers. One that fails is left out from then on: it never stops a run.
public final class Trackers {
  private var trackers: [any Tracker]
  /// Called once for each tracker that fails, with its name.
  public var onFailure: (_ tracker: String, any Error) -> Void
  /// Called with what the user should know of a tracker when a run has ended.
  public var onNote: (_ tracker: String, _ text: String) -> Void = { _, _ in }
  /// A run may end out of memory in one thread while another notes an event.
  private let lock = NSRecursiveLock()

  public init(
    _ trackers: [any Tracker],
    onFailure: @escaping (_ tracker: String, any Error) -> Void = { _, _ in }
  ) {
    self.trackers = trackers
    self.onFailure = onFailure
  }

  public func begin(_ run: TrackedRun) { call { try $0.begin(run) } }

  public func note(_ event: RunEvent, in run: TrackedRun) { call { try $0.note(event, in: run) } }

  public func finish(_ run: TrackedRun, _ end: TrackedEnd) {
    call { tracker in
      for note in try tracker.finish(run, end) { onNote(tracker.name, note) }
    }
  }

  private func call(_ body: (any Tracker) throws -> Void) {
    lock.lock()
    defer { lock.unlock() }
    trackers = trackers.filter { tracker in
      do {
        try body(tracker)
        return true
      } catch {
        onFailure(tracker.name, error)
        return false
      }
    }
  }
}
