import Foundation
import OctavoResults
import OctavoRunner

/// Takes in what happens during runs, and hands it to a program or a file that keeps track of runs.
public protocol Tracker: AnyObject {
  /// What people call it in messages, such as `tensorboard=logs`.
  var name: String { get }

  /// A run begins.
  func begin(_ run: TrackedRun) throws

  /// Something happened in it.
  func note(_ event: RunEvent, in run: TrackedRun) throws

  /// It ended, completely or not.
  func finish(_ run: TrackedRun, _ outcome: Run, _ metadata: RunMetadata) throws
}

/// A run of a notebook, as trackers name it.
public struct TrackedRun: Hashable, Sendable {
  /// The notebook's name, without its extension.
  public let notebook: String
  public let title: String
  public let seed: UInt64
  public let params: [String: Value]
  /// The page that the run is reported on, when it has ended.
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
  private let onFailure: (_ tracker: String, any Error) -> Void

  /// - Parameter onFailure: is told once of each tracker that fails.
  public init(
    _ trackers: [any Tracker], onFailure: @escaping (_ tracker: String, any Error) -> Void
  ) {
    self.trackers = trackers
    self.onFailure = onFailure
  }

  public func begin(_ run: TrackedRun) { tell { try $0.begin(run) } }

  public func note(_ event: RunEvent, in run: TrackedRun) { tell { try $0.note(event, in: run) } }

  public func finish(_ run: TrackedRun, _ outcome: Run, _ metadata: RunMetadata) {
    tell { try $0.finish(run, outcome, metadata) }
  }

  private func tell(_ body: (any Tracker) throws -> Void) {
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
