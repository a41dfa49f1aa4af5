import ArgumentParser
import Foundation
import OctavoLanguageServer
import OctavoOperations

/// `octavo lsp`: notebooks in an editor.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serves an editor: checks notebooks as one types, and completes.",
    discussion: """
      A server of the Language Server Protocol on standard input and output; an editor starts it. \
      `octavo help editors` says how to set up yours.
      """)

  @Flag(help: "Talk on standard input and output, which is the only way.") var stdio = false

  func run() throws {
    // Whatever else is written to standard output would be taken for a message.
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
      throw CommandError("Standard output is closed.", .cannotWrite)
    }
    signal(SIGPIPE, SIG_IGN)
    let server = LanguageServer(catalogue: .octavo, version: Octavo.version)
    var loop = ServerLoop(server, input: STDIN_FILENO, output: output)
    let status = loop.run()
    guard status == 0 else { throw ExitCode(status) }
  }
}
