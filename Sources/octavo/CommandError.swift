import ArgumentParser
import OctavoBase

/// Why a command refuses its work, although it was called as it should be. `ValidationError` is for
/// calls that are wrong: with it the usage is shown.
struct CommandError: Error {
  let message: String
  let exitCode: ExitCode

  init(_ message: String, _ exitCode: ExitCode = .validationFailure) {
    self.message = message
    self.exitCode = exitCode
  }

  init(_ problem: FileProblem, _ exitCode: ExitCode = .validationFailure) {
    let remedy = problem.remedy.map { "; \($0)" } ?? ""
    self.init("`\(problem.path)` \(problem.predicate)\(remedy).", exitCode)
  }
}
