import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoRunner
import OctavoTracking

/// A tracker as the command line names it, such as `tensorboard=logs`.
enum TrackerArgument {
  case tensorboard(folder: String)
  case jsonLines(file: String)
  case mlflow(MLflowAccess)

  init(parsing argument: String) throws {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let target = parts.count == 2 ? String(parts[1]) : ""
    switch parts.first {
    case "tensorboard" where !target.isEmpty: self = .tensorboard(folder: target)
    case "jsonl" where !target.isEmpty: self = .jsonLines(file: target)
    case "mlflow" where !target.isEmpty:
      guard let access = MLflowAccess(address: target) else {
        throw ValidationError(
          "--log-to mlflow= takes the address of a server, such as http://127.0.0.1:5000.")
      }
      self = .mlflow(access)
    default:
      throw ValidationError(
        "--log-to takes tensorboard=DIR, mlflow=URL or jsonl=FILE, not `\(argument)`.")
    }
  }

  var isStandardOutput: Bool { if case .jsonLines("-") = self { true } else { false } }

  /// Whether the run would be logged to one of these files.
  func writes(toOneOf files: [String]) -> Bool {
    guard case .jsonLines(let target) = self, target != "-" else { return false }
    return files.contains { URL(filePath: $0).standardized == URL(filePath: target).standardized }
  }

  var tracker: any Tracker {
    switch self {
    case .tensorboard(let folder): return TensorBoardTracker(path: folder)
    case .mlflow(let access): return MLflowTracker(access)
    case .jsonLines(let file):
      let isShown = isStandardOutput && isatty(STDOUT_FILENO) == 1
      return JSONLinesTracker(path: file, shown: { isShown ? $0.escapedLinesForTerminal : $0 })
    }
  }
}

extension TrackedRun {
  init(_ plan: Plan, report: URL) {
    self.init(
      notebook: plan.notebook.source.name, title: plan.notebook.title,
      seed: plan.seed, params: plan.params, report: report, source: plan.notebook.source.path,
      octavo: Octavo.version)
  }
}
