import ArgumentParser
import Foundation
import OctavoClusters
import OctavoEngine
import OctavoFingerprint
import OctavoRunner

/// `octavo worker`: computes some points on a node of a cluster, into the store. What `octavo run --on`
/// submits.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Computes points of a run for `octavo run --on`.",
    shouldDisplay: false)

  @Argument(help: "The run's folder in the store.") var folder: String
  @Argument(help: "The number of the batch.") var batch: Int
  @Argument(help: "The number of the task, from 0.") var task: Int

  func run() throws {
    let folder = ClusterFolder(URL(filePath: self.folder))
    let batch: Batch
    let request: ClusterRequest
    do { (batch, request) = try (folder.batch(self.batch), folder.request) } catch {
      throw CommandError("`\(self.folder)` has no batch \(self.batch) of a run: \(error)")
    }
    if batch.isProbe { return try folder.noteNode(Node.name) }
    guard batch.tasks.indices.contains(task) else {
      throw ValidationError("The batch has no task \(task).")
    }
    Interrupt.watch()
    let worker = Worker(folder: folder, batch: batch, number: self.batch, task: task)
    guard request.program == Fingerprint.current.description else {
      try worker.fail(
        "the program on \(Node.name) computes otherwise than the one that submitted the run: they are "
          + "other versions of Octavo, or use other versions of its libraries")
      throw ExitCode.stepFailed
    }
    guard FileManager.default.changeCurrentDirectoryPath(request.folder) else {
      try worker.fail("\(Node.name) does not see the folder `\(request.folder)`")
      throw ExitCode.stepFailed
    }
    try worker.run(request)
  }
}

/// One task of a batch.
private struct Worker {
  let folder: ClusterFolder
  let batch: Batch
  let number: Int
  let task: Int

  private var points: [PointReference] {
    batch.tasks[task].map { PointReference(step: batch.step, index: $0) }
  }

  func run(_ request: ClusterRequest) throws {
    let terminal = Terminal()
    let command = try request.runCommand
    let plan = try command.notebook.plan(GivenNotebook(of: folder, request), repeating: nil)
    guard !plan.hasErrors else {
      plan.printDiagnostics(to: terminal)
      try fail("on \(Node.name) the notebook is wrong; the log tells where")
      throw ExitCode.wrongNotebook
    }
    guard let step = plan.step(named: batch.step),
      batch.tasks[task].allSatisfy(step.points.points.indices.contains)
    else { throw CommandError("The notebook has no points as batch \(number) names them.") }
    if let threads = command.threads.threads { Parallel.threads = threads }
    let progress = ProgressDisplay(terminal: terminal)
    var options = Runner.Options()
    options.only = plan.needed(for: points)
    options.store = folder.store
    options.executor = EarlierSteps(besides: batch.step)
    options.threads = Parallel.threads
    options.jobs = min(Parallel.threads, points.count)
    options.makeThreadShare = { ThreadShare() }
    options.isCancelled = { Interrupt.isRequested }
    let recorder = WorkerRecorder(of: batch, number, in: folder, plan)
    options.onEvent = {
      progress.show($0)
      recorder.note($0)
    }
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    recorder.finish()
    if outcome.wasInterrupted { throw ExitCode.interrupted }
    if recorder.hasFailed { throw ExitCode.stepFailed }
  }

  func fail(_ reason: String) throws {
    for point in points {
      try folder.note(
        WorkerRecord(batch: number, status: .failed, reason: reason, node: Node.name, isNew: true),
        of: point)
    }
  }
}

/// Takes what other steps have computed from the store, and computes none of them.
private final class EarlierSteps: PointExecutor {
  private let step: String

  init(besides step: String) { self.step = step }

  func takes(_ other: PlannedStep) -> Bool {
    other.name != step && other.isForClusters
  }

  func begin(
    _ points: [PointReference],
    onChange: @escaping @Sendable (PointReference, PointState) -> Void
  ) {
    for point in points { onChange(point, .ended(isNew: false)) }
  }
}
