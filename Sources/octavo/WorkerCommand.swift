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
    let store = folder.store
    options.store = store
    options.executor = EarlierSteps(besides: batch.step)
    options.threads = Parallel.threads
    options.jobs = min(Parallel.threads, points.count)
    options.makeThreadShare = { ThreadShare() }
    options.isCancelled = { Interrupt.isRequested }
    let recorder = Recorder(worker: self, plan: plan, store: store)
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

  func note(_ record: WorkerRecord, of point: PointReference) throws {
    if points.contains(point) { try folder.note(record, of: point) }
  }
}

/// Leaves a record of each point as it ends. Of a point that was interrupted there is none.
private final class Recorder: @unchecked Sendable {
  private let worker: Worker
  private let plan: Plan
  private(set) var hasFailed = false
  private let store: Store
  /// Records of results that the store did not take at once.
  private var unkept: [(point: PointReference, record: WorkerRecord)] = []

  init(worker: Worker, plan: Plan, store: Store) {
    self.worker = worker
    self.plan = plan
    self.store = store
  }

  /// Events come one at a time.
  func note(_ event: RunEvent) {
    guard case .finished(let task, let record, let how) = event, task.step == worker.batch.step,
      task.number > 0, !Interrupt.isRequested,
      let index = plan.step(named: task.step)?.points.points.firstIndex(of: task.point)
    else { return }
    let point = PointReference(step: task.step, index: index)
    let note = WorkerRecord(of: record, how, inBatch: worker.number)
    if note.status == .done, !(note.key.map(store.hasResult) ?? false) {
      unkept.append((point, note))
    } else {
      write(note, of: point)
    }
  }

  /// Called once the run has tried again to keep what the store did not take.
  func finish() {
    for (point, note) in unkept {
      var note = note
      if !(note.key.map(store.hasResult) ?? false) {
        note.status = .failed
        note.reason = "its result cannot be kept in the store; the job's log says why"
        note.key = nil
      }
      write(note, of: point)
    }
  }

  private func write(_ note: WorkerRecord, of point: PointReference) {
    hasFailed = hasFailed || note.status == .failed
    do { try worker.note(note, of: point) } catch {
      hasFailed = true
      Terminal().line("Error: the record of \(point.step) cannot be written: \(error)")
    }
  }
}

extension WorkerRecord {
  fileprivate init(of record: StepRecord, _ how: RunMetadata.Step, inBatch batch: Int) {
    self.init(batch: batch, status: .done, node: Node.name, isNew: !how.cached)
    key = how.key
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
