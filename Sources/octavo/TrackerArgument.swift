import ArgumentParser
import Foundation
import OctavoResults
import OctavoRunner
import OctavoTracking

/// A tracker as the command line names it, such as `tensorboard=logs`.
struct TrackerArgument: ExpressibleByArgument {
  private enum Kind: String, CaseIterable { case tensorboard, jsonl }

  private let kind: Kind
  private let target: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let kind = Kind(rawValue: String(parts[0])) else {
      return nil
    }
    self.kind = kind
    target = String(parts[1])
  }

  var defaultValueDescription: String { "\(kind.rawValue)=\(target)" }

  var isStandardOutput: Bool { kind == .jsonl && target == "-" }

  fileprivate func tracker() throws -> any Tracker {
    switch kind {
    case .tensorboard: TensorBoardTracker(path: target)
    case .jsonl: try JSONLinesTracker(path: target)
    }
  }
}

extension [TrackerArgument] {
  /// The trackers, whose failures the terminal shows.
  ///
  /// - Throws: `CommandError` where one cannot begin.
  func trackers(to terminal: Terminal) throws -> Trackers {
    let trackers = try map { argument in
      do { return try argument.tracker() } catch {
        throw CommandError(
          "--log-to \(argument.defaultValueDescription): \(error.localizedDescription)")
      }
    }
    return Trackers(trackers) { name, error in
      terminal.line(
        terminal.styled("warning", .yellow)
          + ": the tracker \(name) failed and is left out from now on: \(error.localizedDescription)"
      )
    }
  }
}

extension TrackedRun {
  init(_ plan: Plan, report: URL) {
    self.init(
      notebook: plan.notebook.source.name, title: plan.notebook.title,
      seed: plan.seed, params: plan.params, report: report)
  }
}
