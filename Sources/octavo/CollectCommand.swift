import ArgumentParser
import Foundation
import OctavoClusters
import OctavoNotebook
import OctavoRunner

/// `octavo collect`: the report of what was submitted to a cluster.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Waits for the runs that were submitted to a cluster, and writes their reports.",
    discussion: """
      The runs are those of `octavo run --on CLUSTER --submit-only`, and those whose driver was stopped. \
      Each goes on as the notebook was when it was submitted.
      """)

  @Argument(help: "The names of the notebooks; without them, all runs of the store.")
  var names: [String] = []
  @OptionGroup var storing: StoreArguments
  @Flag(help: "Only print which runs there are.") var list = false
  @Flag(help: "Stop the runs' jobs and forget the runs; what was computed stays in the store.")
  var cancel = false
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
      FileManager.default.changeCurrentDirectoryPath(request.folder)
      var command = try request.runCommand
      command.storing.path = storeFolder(of: folder).path
      command.quiet = quiet
      do {
        try command.run(
          [GivenNotebook(of: folder, request)], terminal,
          isStopped: { Interrupt.isRequested })
      } catch let status as ExitCode {
        worst = status
      }
    }
    if worst != .success { throw worst }
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

  private func storeFolder(of folder: ClusterFolder) -> URL {
    folder.url.deletingLastPathComponent().deletingLastPathComponent()
  }

  private func printList(of runs: [Requested]) throws {
    for (folder, request) in runs {
      let (ended, count) = folder.progress
      try StandardOutput.line(
        "\(request.name)  \(request.cluster)  \(ended) of \(count) points ended  "
          + URL(filePath: request.folder).appending(path: request.notebook).path)
    }
  }

  private func stop(_ runs: [Requested]) throws {
    for (folder, request) in runs {
      guard let cluster = try request.runCommand.cluster.cluster() else { continue }
      do { try folder.cancel(on: cluster) } catch {
        throw CommandError("\(request.name): \(error).", .unavailable)
      }
    }
  }
}

extension ClusterRequest {
  /// The notebook's name.
  fileprivate var name: String {
    URL(filePath: notebook).deletingPathExtension().lastPathComponent
  }

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
