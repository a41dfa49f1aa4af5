import ArgumentParser

/// Why a command refuses its work, although it was called as it should be. `ValidationError` is for
/// calls that are wrong: with it the usage is shown.
struct CommandError: Error {
  let message: String
  let exitCode: ExitCode

  init(_ message: String, _ exitCode: ExitCode = .validationFailure) {
    self.message = message
    self.exitCode = exitCode
  }
}
