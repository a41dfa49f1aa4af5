import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoRunner
import OctavoTracking

/// A tracker as the command line names it, such as `tensorboard=logs`.
struct TrackerArgument: ExpressibleByArgument {
  private enum Kind: String { case tensorboard, jsonl }

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

  var isStandardOutput: Bool { kind == .jsonl && target == "-" }

  /// Whether the run would be logged to one of these files.
  func writes(toOneOf files: [String]) -> Bool {
    kind == .jsonl && !isStandardOutput
      && files.contains { URL(filePath: $0).standardized == URL(filePath: target).standardized }
  }

  var tracker: any Tracker {
    switch kind {
    case .tensorboard: return TensorBoardTracker(path: target)
    case .jsonl:
      let isShown = isStandardOutput && isatty(STDOUT_FILENO) == 1
      return JSONLinesTracker(path: target, shown: { isShown ? $0.escapedLinesForTerminal : $0 })
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
