import ArgumentParser
import Foundation
import OctavoNotebook

/// Standard output: what a command answers, for people or for other programs.
enum StandardOutput {
  static func line(_ text: String) throws { try write(text + "\n") }

  /// Writes all of a text; on a terminal without anything that it might obey, for other programs as
  /// it is.
  /// - Throws: `ExitCode.cannotWrite`, with a word on standard error, where that fails.
  static func write(_ text: String) throws {
    let shown = isatty(STDOUT_FILENO) == 1 ? text.escapedLinesForTerminal : text
    var rest = Array(shown.utf8)[...]
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
}
