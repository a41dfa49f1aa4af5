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

  /// Called when the run has ended, completely or not, and its report is written.
  func finish(_ run: TrackedRun, _ outcome: Run, _ metadata: RunMetadata) throws
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

  public init(
    notebook: String, title: String, seed: UInt64, params: [String: Value], report: URL
  ) {
    self.notebook = notebook
    self.title = title
    self.seed = seed
    self.params = params
    self.report = report
  }
}

/// Several trackers. One that fails is left out from then on: it never stops a run.
public final class Trackers {
  private var trackers: [any Tracker]
  /// Called once for each tracker that fails, with its name.
  public var onFailure: (_ tracker: String, any Error) -> Void

  public init(
    _ trackers: [any Tracker],
    onFailure: @escaping (_ tracker: String, any Error) -> Void = { _, _ in }
  ) {
    self.trackers = trackers
    self.onFailure = onFailure
  }

  public func begin(_ run: TrackedRun) { call { try $0.begin(run) } }

  public func note(_ event: RunEvent, in run: TrackedRun) { call { try $0.note(event, in: run) } }

  public func finish(_ run: TrackedRun, _ outcome: Run, _ metadata: RunMetadata) {
    call { try $0.finish(run, outcome, metadata) }
  }

  private func call(_ body: (any Tracker) throws -> Void) {
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
