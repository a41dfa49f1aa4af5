import Foundation
import OctavoResults

/// What is known of a run while it is on, so that a report can be made of it should it not end by
/// itself.
public final class RunJournal {
  private let plan: Plan
  private var records: [RunTask.Place: StepRecord] = [:]
  private var metadata: [RunTask.Place: RunMetadata.Step] = [:]
  private var current: [RunTask] = []
  /// Tasks that run at once note their events, and whichever runs out of memory ends the run.
  private let lock = NSRecursiveLock()

  public init(_ plan: Plan) { self.plan = plan }

  public func note(_ event: RunEvent) {
    lock.lock()
    defer { lock.unlock() }
    switch event {
    case .started(let task): current.append(task)
    case .finished(let task, let record, let how):
      records[task.place] = record
      metadata[task.place] = how
      current.removeAll { $0 == task }
    case .progress, .warning, .note: break
    }
  }

  /// The run as it is, where the tasks that are on have failed and no other follows.
  public func ended(
    failing error: String
  ) -> (run: Run, metadata: [String: RunMetadata.Step], failed: String?) {
    lock.lock()
    defer { lock.unlock() }
    let (run, metadata) = run(
      ofRunning: .failed(error: error), ofOthers: .skipped(because: "the run ended before it"))
    return (run, metadata, current.isEmpty ? nil : current.map(\.name).joined(separator: ", "))
  }

  /// The run as it is while it goes on, and the steps of which not all points have ended.
  public func soFar() -> (
    run: Run, metadata: [String: RunMetadata.Step], unfinished: Set<String>
  ) {
    lock.lock()
    defer { lock.unlock() }
    let (run, metadata) = run(
      ofRunning: .skipped(because: "it is running"),
      ofOthers: .skipped(because: "it has not run yet"))
    let unfinished = plan.steps.filter { step in
      step.points.points.contains { records[RunTask.Place(step: step.name, point: $0)] == nil }
    }
    return (run, metadata, Set(unfinished.map(\.name)))
  }

  /// - Parameters:
  ///   - running: the status of tasks that are on.
  ///   - others: that of tasks that have not begun.
  private func run(
    ofRunning running: StepRecord.Status, ofOthers others: StepRecord.Status
  ) -> (run: Run, metadata: [String: RunMetadata.Step]) {
    var stepMetadata: [String: RunMetadata.Step] = [:]
    let steps = plan.steps.map { step in
      let places = step.points.points.map { RunTask.Place(step: step.name, point: $0) }
      stepMetadata[step.name] = RunMetadata.Step(
        joining: places.compactMap { place in metadata[place].map { (place.point, $0) } })
      return StepRecord(
        of: step.name, at: step.points,
        joining: places.map { place in
          let isOn = current.contains { $0.place == place }
          let record =
            records[place]
            ?? StepRecord(
              name: step.name, operation: step.operation.manual.name,
              status: isOn ? running : others)
          return (place.point, record)
        })
    }
    return (
      Run(
        notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
        params: plan.params, axes: plan.givenAxes.map { .init($0.name, $0.values) }, steps: steps,
        uses: plan.uses),
      stepMetadata
    )
  }
}
