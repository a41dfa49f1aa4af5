import ArgumentParser
import Foundation

enum StandardStreams {
  /// Occupies the standard streams that are closed, so that no file is opened in place of one and
  /// takes what is meant for it. Writing to them stays an error.
  static func reserve() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
  }
}

/// Standard output: what a command answers.
enum StandardOutput {
  /// Writes all of a text.
  /// - Throws: `ExitCode.cannotWrite`, with a word on standard error, where that fails.
  static func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let reason = String(cString: strerror(errno))
        Terminal().line("Error: cannot write to standard output: \(reason)")
        throw ExitCode.cannotWrite
      }
      rest = rest.dropFirst(written)
    }
  }

  static func line(_ text: String) throws { try write(text + "\n") }
}
