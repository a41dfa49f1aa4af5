import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoPreview

/// `octavo preview`: the report in a browser, as it comes about and at every save.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Shows a notebook's report in the browser, and keeps it up to date while you write.",
    discussion: """
      Prints the address of the report. Whenever the notebook or a file that it names is saved, the \
      notebook is checked and what has changed is run again, with the same store as `octavo run`. Only \
      this machine can read the page. Writes no report: `octavo run` does, then from the store. Ctrl-C ends.
      """)

  @Argument(help: "The notebook, or a report that carries it.", completion: .notebooks)
  var file: String
  @OptionGroup var notebook: NotebookArguments
  @Option(
    help: ArgumentHelp(
      "The port to listen on; 0 for any. Without it, the first that is free from "
        + "\(PreviewServer.usualPort)."))
  var port: UInt16?
  @Flag(name: .customLong("open"), help: "Open the page in the browser.")
  var opens = false
  @OptionGroup var threads: ThreadArguments
  @OptionGroup var storing: StoreArguments

  func validate() throws {
    if file == Notebook.standardInput {
      throw ValidationError(
        "octavo preview takes a file, and standard input can be read only once.")
    }
  }

  func run() throws {
    threads.apply()
    let terminal = Terminal()
    Interrupt.watch()
    guard FileManager.default.fileExists(atPath: file) else {
      throw CommandError(
        "There is no notebook `\(file)`; `octavo new \(file.asPathArgument.shellQuoted)` writes one.",
        .wrongNotebook)
    }
    try notebook.requireRegularFile(file)
    let server = PreviewServer()
    let address = try start(server)
    defer { try? waiting { await server.stop() } }
    try StandardOutput.line(address.absoluteString)
    if opens { open(address, terminal) }
    let preview = NotebookPreview(
      of: file, notebook: notebook, store: storing.store, threads: threads, server: server,
      terminal: terminal)
    try preview.run()
  }

  private func start(_ server: PreviewServer) throws -> URL {
    do { return try waiting { try await server.start(port: port) } } catch {
      switch error as? PreviewServer.Fault {
      case .portInUse(let port):
        throw CommandError(
          "Another program listens on port \(port); give another one, or leave --port out for one "
            + "that is free.")
      case .portNotAllowed(let port):
        throw CommandError("This user may not listen on port \(port); take one from 1024 on.")
      case .other(let reason): throw CommandError("The preview cannot be served: \(reason)")
      case nil: throw error
      }
    }
  }

  /// What the desktop opens it with is the user's choice; where there is none, the address is on the
  /// terminal.
  private func open(_ address: URL, _ terminal: Terminal) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["xdg-open", address.absoluteString]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.terminationHandler = { process in
      guard process.terminationStatus != 0 else { return }
      terminal.line("note: no browser could be opened; open \(address.absoluteString) yourself")
    }
    try? process.run()
  }

  /// Blocks until asynchronous work is done.
  private func waiting<Result: Sendable>(
    for work: @escaping @Sendable () async throws -> Result
  ) throws -> Result {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Result>()
    Task.detached {
      do { outcome.value = .success(try await work()) } catch { outcome.value = .failure(error) }
      done.signal()
    }
    done.wait()
    guard let value = outcome.value else { throw CancellationError() }
    return try value.get()
  }
}

/// Written before a semaphore is signaled, and read after it.
private final class Outcome<Value>: @unchecked Sendable {
  var value: Result<Value, any Error>?
}
