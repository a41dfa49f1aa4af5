import ArgumentParser
import Foundation
import OctavoClusters
import OctavoFingerprint
import OctavoNotebook
import OctavoRunner

/// `octavo collect`: the report of what was submitted to a cluster.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Waits for the runs that were submitted to a cluster, and writes their reports.",
    discussion: """
      The runs are those of `octavo run --on CLUSTER --submit-only`, and those whose driver was stopped. \
      Each goes on as the notebook was when it was submitted. Ctrl-C only stops waiting.
      """)

  @Argument(help: "The names of the notebooks; without them, all runs of the store.")
  var names: [String] = []
  @OptionGroup var storing: StoreArguments
  @Flag(help: "Only print which runs there are.") var list = false
  @Flag(help: "Stop the runs' jobs and forget the runs; what was computed stays in the store.")
  var cancel = false
  @Option(
    name: [.customShort("o"), .long],
    help: "The output folder, in place of that of the submitted command.")
  var output: String?
  @Flag(help: "Use an output folder that holds other files, as `octavo run --take-over` does.")
  var takeOver = false
  @Flag(name: [.customShort("q"), .long], help: "Print only what is wrong.") var quiet = false

  func validate() throws {
    if list, cancel { throw ValidationError("--list and --cancel exclude each other.") }
  }

  func run() throws {
    let runs = try requested()
    if list { return try printList(of: runs) }
    if cancel { return try stop(runs) }
    if runs.isEmpty {
      throw CommandError(
        "No run on a cluster is in `\(storing.store.folder.relativePath)`. `octavo run --on slurm "
          + "--submit-only` submits one.")
    }
    Interrupt.watch()
    let terminal = Terminal()
    var worst = ExitCode.success
    for (folder, request) in runs where !Interrupt.isRequested {
      do { try collect(folder, request, terminal) } catch let status as ExitCode {
        worst = status
      } catch let error as CommandError {
        terminal.line("Error: \(request.name): \(error.message)")
        worst = error.exitCode
      }
    }
    if worst != .success { throw worst }
  }

  private func collect(
    _ folder: ClusterFolder, _ request: ClusterRequest, _ terminal: Terminal
  ) throws {
    guard request.program == Fingerprint.current.description else {
      throw CommandError(
        "another version of Octavo submitted this run; collect it with that one, or stop it by --cancel."
      )
    }
    guard FileManager.default.changeCurrentDirectoryPath(request.folder) else {
      throw CommandError(
        "the folder `\(request.folder)`, where the run was submitted, is gone. Make it again, or stop the "
          + "run by --cancel.")
    }
    var command = try request.runCommand
    command.storing.path = folder.store.folder.path
    command.quiet = quiet
    command.takeOver = takeOver
    if let output { command.output = output }
    try command.run(
      [GivenNotebook(of: folder, request)], terminal, joining: folder,
      isStopped: { Interrupt.isRequested })
  }

  private typealias Requested = (folder: ClusterFolder, request: ClusterRequest)

  private func requested() throws -> [Requested] {
    let all = ClusterFolder.all(in: storing.sharedStore).compactMap { folder in
      (try? folder.request).map { (folder, $0) }
    }
    if names.isEmpty { return all }
    return try names.flatMap { name in
      let found = all.filter { $0.1.name == name || $0.1.notebook == name }
      guard !found.isEmpty else {
        let known = all.map(\.1.name)
        throw CommandError(
          "There is no run of `\(name)` on a cluster"
            + (known.isEmpty ? "." : "; there are \(Set(known).sorted().joined(separator: ", "))."))
      }
      return found
    }
  }

  private func printList(of runs: [Requested]) throws {
    if runs.isEmpty {
      Terminal().line("no run on a cluster is in `\(storing.store.folder.relativePath)`")
    }
    for (folder, request) in runs {
      let (ended, count) = folder.progress
      try StandardOutput.line(
        "\(request.name)  \(request.cluster)  \(ended) of \(count) points ended  since "
          + "\(folder.date.formatted(.iso8601))  in \(request.folder): octavo run "
          + request.arguments.map(\.shellQuoted).joined(separator: " "))
    }
  }

  private func stop(_ runs: [Requested]) throws {
    for (folder, request) in runs {
      do {
        try request.runCommand.cluster.cluster().map(folder.cancel)
      } catch {
        let reason = (error as? CommandError)?.message ?? "\(error)."
        throw CommandError(
          "\(request.name): \(reason) Removing `\(folder.url.path)` forgets the run without stopping "
            + "its jobs.", .unavailable)
      }
      try StandardOutput.line("\(request.name) is cancelled")
    }
  }
}

extension ClusterRequest {
  /// The command that made the request.
  var runCommand: RunCommand {
    get throws {
      guard
        let command = try RunCommand.parseAsRoot(arguments + clusterArguments) as? RunCommand
      else { throw CommandError("The request of the run cannot be read.") }
      return command
    }
  }
}
