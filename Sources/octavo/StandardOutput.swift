import Foundation
import OctavoNotebook

/// What goes to standard output: results, for people or for other programs.
enum StandardOutput {
  static func line(_ text: String) throws { try write(text + "\n") }

  /// On a terminal without anything that it might obey; for other programs the text as it is.
  static func write(_ text: String) throws {
    print(isatty(STDOUT_FILENO) == 1 ? text.escapedLinesForTerminal : text, terminator: "")
  }
}
