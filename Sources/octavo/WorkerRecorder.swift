import Foundation
import OctavoClusters
import OctavoResults
import OctavoRunner

/// Leaves a record of each point as it ends. Of a point that was interrupted there is none.
final class WorkerRecorder: @unchecked Sendable {
  private let step: PlannedStep?
  /// The batch's.
  private let number: Int
  private let folder: ClusterFolder
  private(set) var hasFailed = false
  /// Records of results that the store did not take at once.
  private var unkept: [(point: PointReference, record: WorkerRecord)] = []

  init(of batch: Batch, _ number: Int, in folder: ClusterFolder, _ plan: Plan) {
    step = plan.step(named: batch.step)
    self.number = number
    self.folder = folder
  }

  /// Events come one at a time.
  func note(_ event: RunEvent) {
    guard case .finished(let task, let record, let how) = event, let step, task.step == step.name,
      task.number > 0, !Interrupt.isRequested,
      let index = step.points.points.firstIndex(of: task.point)
    else { return }
    let point = PointReference(step: task.step, index: index)
    let note = WorkerRecord(of: record, how, inBatch: number)
    if note.status == .done, !(note.key.map(folder.store.hasResult) ?? false) {
      unkept.append((point, note))
    } else {
      write(note, of: point)
    }
  }

  /// Called once the run has tried again to keep what the store did not take.
  func finish() {
    for (point, note) in unkept {
      var note = note
      if !(note.key.map(folder.store.hasResult) ?? false) {
        note.status = .failed
        note.reason = "its result cannot be kept in the store; the job's log says why"
        note.key = nil
      }
      write(note, of: point)
    }
  }

  private func write(_ note: WorkerRecord, of point: PointReference) {
    hasFailed = hasFailed || note.status == .failed
    do { try folder.note(note, of: point) } catch {
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

/// The machine that a worker runs on.
enum Node {
  static var name: String {
    ProcessInfo.processInfo.environment["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName
  }
}
