import ArgumentParser
import Foundation
import OctavoClusters
import OctavoEngine
import OctavoFingerprint
import OctavoResults
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
    let (batch, request) = try (folder.batch(batch), folder.request)
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
    FileManager.default.changeCurrentDirectoryPath(request.folder)
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
    if let threads = command.threads.threads { Parallel.threads = threads }
    let progress = ProgressDisplay(terminal: terminal)
    var options = Runner.Options()
    options.only = plan.needed(for: points)
    options.store = Store(folder.url.deletingLastPathComponent().deletingLastPathComponent())
    options.executor = EarlierSteps(besides: batch.step)
    options.threads = Parallel.threads
    options.jobs = min(Parallel.threads, points.count)
    options.makeThreadShare = { ThreadShare() }
    options.isCancelled = { Interrupt.isRequested }
    let recorder = Recorder(worker: self, plan: plan)
    options.onEvent = {
      progress.show($0)
      recorder.note($0)
    }
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
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

  func note(_ record: WorkerRecord, of point: PointReference) throws {
    if points.contains(point) { try folder.note(record, of: point) }
  }
}

/// Leaves a record of each point as it ends. Of a point that was interrupted there is none.
private final class Recorder: @unchecked Sendable {
  private let worker: Worker
  private let plan: Plan
  private(set) var hasFailed = false

  init(worker: Worker, plan: Plan) {
    self.worker = worker
    self.plan = plan
  }

  /// Events come one at a time.
  func note(_ event: RunEvent) {
    guard case .finished(let task, let record, let how) = event, task.step == worker.batch.step,
      task.number > 0, !Interrupt.isRequested,
      let index = plan.step(named: task.step)?.points.points.firstIndex(of: task.point)
    else { return }
    let point = PointReference(step: task.step, index: index)
    do {
      try worker.note(WorkerRecord(of: record, how, inBatch: worker.number), of: point)
      hasFailed = hasFailed || record.hasFailed
    } catch {
      hasFailed = true
      Terminal().line("Error: \(task.name): its record cannot be written: \(error)")
    }
  }
}

extension WorkerRecord {
  fileprivate init(of record: StepRecord, _ how: RunMetadata.Step, inBatch batch: Int) {
    self.init(batch: batch, status: .done, node: Node.name, isNew: !how.cached)
    switch record.status {
    case .done: break
    case .failed(let reason): (status, self.reason, self.record) = (.failed, reason, record)
    case .skipped(let reason): (status, self.reason) = (.skipped, reason)
    }
  }
}

/// Takes what other steps have computed from the store, and computes none of them.
private final class EarlierSteps: PointExecutor {
  private let step: String

  init(besides step: String) { self.step = step }

  func takes(_ other: PlannedStep) -> Bool {
    other.name != step && !other.operation.computesLittle
  }

  func begin(
    _ points: [PointReference],
    onChange: @escaping @Sendable (PointReference, PointState) -> Void
  ) {
    for point in points { onChange(point, .ended(isNew: false)) }
  }
}

/// The machine that a worker runs on.
private enum Node {
  static var name: String {
    ProcessInfo.processInfo.environment["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName
  }
}
