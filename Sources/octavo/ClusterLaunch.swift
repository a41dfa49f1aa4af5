import ArgumentParser
import Foundation
import OctavoClusters
import OctavoFingerprint
import OctavoNotebook
import OctavoRunner

/// A run of a notebook on a cluster, from its start until nobody waits for it.
struct ClusterLaunch {
  let run: ClusterRun
  private let presence: Presence
  /// Whether to leave the jobs alone when the user stops waiting for them.
  private let keepsJobs: Bool

  /// - Parameters:
  ///   - joined: the folder of a run that was submitted earlier.
  ///   - arguments: what makes the run again.
  ///   - onNote: takes in what the user should know.
  init(
    _ given: GivenNotebook, _ plan: Plan, on cluster: any Cluster, _ command: RunCommand,
    joining joined: ClusterFolder?, arguments: [String],
    onNote: @escaping @Sendable (String) -> Void
  ) throws {
    let request = ClusterRequest(
      cluster: cluster.name, name: plan.notebook.source.name, notebook: given.path,
      isReport: !given.isNotebook,
      folder: FileManager.default.currentDirectoryPath, arguments: arguments,
      clusterArguments: command.cluster.arguments(threads: command.threads.threads),
      program: Fingerprint.current.description)
    let store = command.storing.sharedStore
    let content = try given.content
    presence = try Presence {
      try joined ?? ClusterFolder(of: request, content: content, in: store)
    }
    keepsJobs = joined != nil
    var options = ClusterRun.Options()
    options.threads = command.threads.threads ?? 1
    options.pointsPerJob = command.cluster.pointsPerJob
    options.isCancelled = { Interrupt.isRequested }
    run = ClusterRun(
      plan, in: presence.folder, on: cluster, store: store,
      program: Bundle.main.executablePath ?? CommandLine.arguments[0], options: options,
      onNote: onNote)
  }

  /// Hands the points to the cluster.
  ///
  /// - Parameter points: `nil` for all.
  /// - Throws: `CommandError` where it does not take them.
  func submit(_ points: Set<PointReference>?, of plan: Plan) throws {
    let wanted = plan.steps.filter(run.takes).flatMap { step in
      step.points.points.indices.map { PointReference(step: step.name, index: $0) }
    }.filter { points?.contains($0) ?? true }
    do { try run.submit(wanted) } catch {
      if Interrupt.isRequested { throw ExitCode.interrupted }
      throw CommandError("\(plan.notebook.source.name): \(error).", .unavailable)
    }
  }

  /// Stops what was not waited for, unless another driver waits for it, and hands over the logs.
  func end(wasInterrupted: Bool, deliveringTo outputWriter: OutputWriter, of plan: Plan) {
    run.stop()
    outputWriter.deliver(logs: logs(in: plan))
    if wasInterrupted, keepsJobs { return }
    presence.ifSole {
      if wasInterrupted { run.cancel() }
      run.clear()
    }
  }

  /// The logs with their paths below `logs`. Of a point that was submitted several times there are
  /// several, which tell their tries from the second on.
  private func logs(in plan: Plan) -> [(path: [String], text: Data)] {
    var counts: [[String]: Int] = [:]
    return run.logs.map { log in
      let name = path(of: log.points, of: log.step, in: plan)
      counts[name, default: 0] += 1
      let count = counts[name, default: 1]
      let file = (name.last ?? log.step) + (count == 1 ? ".log" : ".try-\(count).log")
      return (name.dropLast() + [file], log.text)
    }
  }

  private func path(of points: [Int], of step: String, in plan: Plan) -> [String] {
    guard let first = points.first, let place = plan.step(named: step)?.points.points[first],
      !place.coordinates.isEmpty
    else { return [step] }
    return [step, place.outputFolderName]
  }
}

extension GivenNotebook {
  /// The bytes that the notebook, or the report that it came within, was read from.
  fileprivate var content: Data {
    get throws {
      if !isNotebook { return try Data(contentsOf: URL(filePath: path)) }
      let mark: [UInt8] = notebook.source.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
      return Data(mark + Array(notebook.source.text.utf8))
    }
  }

  /// The notebook of a run on a cluster as it was when the run began.
  init(of folder: ClusterFolder, _ request: ClusterRequest) throws {
    if request.isReport {
      try self.init(folder.notebook.path)
    } else {
      self.init(try Data(contentsOf: folder.notebook), path: request.notebook)
    }
  }
}

extension RunCommand {
  func launch(
    _ given: GivenNotebook, _ plan: Plan, on cluster: any Cluster, joining joined: ClusterFolder?,
    _ progress: ProgressDisplay
  ) throws -> ClusterLaunch {
    do {
      return try ClusterLaunch(
        given, plan, on: cluster, self, joining: joined,
        arguments: arguments(toRepeat: plan, of: given.path),
        onNote: progress.showNote)
    } catch let error as FileError {
      throw CommandError("\(error).", .cannotWrite)
    }
  }

  private func collectCommand(for plan: Plan) -> String {
    let words = ["octavo", "collect", plan.notebook.source.name.asPathArgument]
    let place = storing.path == StoreArguments.defaultPath ? [] : ["--store", storing.path]
    return (words + place).map(\.shellQuoted).joined(separator: " ")
  }

  /// Submits a run's points and waits for none.
  func submit(
    _ given: GivenNotebook, _ plan: Plan, _ points: Set<PointReference>?, to cluster: any Cluster,
    _ terminal: Terminal
  ) throws {
    guard cluster.knowsDependencies else {
      throw CommandError(
        "\(cluster.name) cannot let one job wait for another, so a run needs its driver: leave out "
          + "--submit-only.")
    }
    let launch = try launch(
      given, plan, on: cluster, joining: nil,
      ProgressDisplay(terminal: terminal, isQuiet: quiet))
    try launch.submit(points, of: plan)
    if !quiet {
      let count = launch.run.submittedCount
      terminal.line(
        count == 0
          ? "\(plan.notebook.source.name): the store has everything that a cluster would compute"
          : "\(plan.notebook.source.name): \(count) tasks are submitted; "
            + "`\(collectCommand(for: plan))` waits for them and writes the report")
    }
  }
}
