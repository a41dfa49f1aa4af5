import Foundation
import OctavoNotebook
import OctavoResults

/// The state of a run, which its workers share. Whatever changes is changed under `lock`.
final class RunSession: @unchecked Sendable {
  let plan: Plan
  let options: Runner.Options
  let outputWriter: OutputWriter?
  private let lock = NSCondition()
  private let eventLock = NSRecursiveLock()
  private var schedule: Schedule
  private var environment: Environment
  /// What turned out wrong in configs once the values that they use were known.
  private var configProblems: [Diagnostic] = []
  private var records: [Int: StepRecord] = [:]
  private var metadata: [Int: RunMetadata.Step] = [:]
  private let tasks: [RunTask]
  /// The tasks that are on, by their places in the schedule.
  private var running: [Int: any TaskThreads] = [:]
  /// What is known of the points that are computed elsewhere, by their places in the schedule.
  private var elsewhere: [Int: PointState] = [:]
  private var begunElsewhere: Set<Int> = []
  /// What this run has computed or is computing: two of its points may have the same key.
  private var computing: Set<StepKey> = []
  private var wasInterrupted = false
  /// What the store did not take when it was computed.
  private var unkept: [StoredStep] = []
  private var times: [(operation: any Operation, seconds: Double)] = []
  private var isEverythingKept: Bool

  init(_ plan: Plan, _ options: Runner.Options, _ outputWriter: OutputWriter?) {
    self.plan = plan
    self.options = options
    self.outputWriter = outputWriter
    schedule = Schedule(
      plan, only: options.only, memoryLimit: options.memoryLimit,
      isElsewhere: { options.executor?.takes($0) ?? false })
    environment = plan.environment
    isEverythingKept = options.store != nil
    let count = schedule.entries.count { !$0.state.isSettled }
    var number = 0
    tasks = schedule.entries.map { entry in
      let step = plan.steps[entry.step]
      if !entry.state.isSettled { number += 1 }
      return RunTask(
        step: step.name, operation: step.operation.manual.name,
        point: step.points.points[entry.index], number: entry.state.isSettled ? 0 : number,
        count: count)
    }
  }

  // MARK: Workers

  /// Works until every task is settled.
  func work() {
    for entry in schedule.entries.indices {
      if case .skipped(let reason) = schedule.entries[entry].state { skip(entry, reason) }
    }
    beginElsewhere()
    let helpers = min(options.jobs, schedule.entries.count) - 1
    let group = DispatchGroup()
    for _ in 0..<max(helpers, 0) {
      group.enter()
      let thread = Thread { [self] in
        takeTasks()
        group.leave()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    takeTasks()
    group.wait()
    keepWhatWasNotKept()
    options.store?.note(times)
    options.store?.endWriting()
  }

  private func takeTasks() {
    lock.lock()
    defer { lock.unlock() }
    while !schedule.isFinished {
      wasInterrupted = wasInterrupted || options.isCancelled()
      if wasInterrupted { bringAllBack() }
      guard let (entry, skipped) = schedule.next() else {
        _ = lock.wait(until: .now + 0.1)
        continue
      }
      if let reason = wasInterrupted ? "the run was interrupted" : skipped {
        skip(entry, reason)
        continue
      }
      let threads = options.makeThreadShare()
      schedule.begin(entry)
      running[entry] = threads
      shareThreads()
      lock.unlock()
      let (record, how, isInterrupted) = execute(entry, threads)
      lock.lock()
      running[entry] = nil
      wasInterrupted = wasInterrupted || isInterrupted
      finish(entry, record, how)
      shareThreads()
      lock.broadcast()
    }
    lock.broadcast()
  }

  // MARK: Points elsewhere

  private func beginElsewhere() {
    let points = schedule.entries.filter(\.isElsewhere).map { entry in
      PointReference(step: plan.steps[entry.step].name, index: entry.index)
    }
    if points.isEmpty { return }
    options.executor?.begin(points) { [weak self] in self?.note($1, of: $0) }
  }

  private func note(_ state: PointState, of point: PointReference) {
    guard let step = plan.places[point.step] else { return }
    let entry = schedule.entries(ofStep: step).lowerBound + point.index
    let isStart = lock.withLock {
      elsewhere[entry] = state
      if case .running = state { return begunElsewhere.insert(entry).inserted }
      schedule.bringBack(entry)
      lock.broadcast()
      return false
    }
    if isStart { emit(.started(tasks[entry])) }
  }

  private func bringAllBack() {
    for entry in schedule.entries.indices where schedule.entries[entry].isElsewhere {
      schedule.bringBack(entry)
    }
  }

  /// What is known of a point that was computed elsewhere; `nil` of one that is computed here.
  func stateElsewhere(of entry: Int) -> PointState? { lock.withLock { elsewhere[entry] } }

  func hasBegunElsewhere(_ entry: Int) -> Bool { lock.withLock { begunElsewhere.contains(entry) } }

  // MARK: Sharing threads

  /// Divides the threads among the tasks that are on and those that other workers are about to take.
  private func shareThreads() {
    let count = max(1, min(options.jobs, running.count + schedule.readyCount(atMost: options.jobs)))
    let (share, rest) = options.threads.quotientAndRemainder(dividingBy: count)
    for (place, entry) in running.keys.sorted().enumerated() {
      running[entry]?.set(max(1, share + (place < rest ? 1 : 0)))
    }
  }

  private func skip(_ entry: Int, _ reason: String) {
    let task = tasks[entry]
    schedule.settle(entry, .skipped(reason))
    configProblems += environment.set(nil, of: task.step, at: schedule.entries[entry].index)
    finish(
      entry,
      StepRecord(name: task.step, operation: task.operation, status: .skipped(because: reason)),
      RunMetadata.Step(cached: false, seconds: 0))
  }

  private func finish(_ entry: Int, _ record: StepRecord, _ how: RunMetadata.Step) {
    switch record.status {
    case .done: schedule.settle(entry, .done)
    case .failed: schedule.settle(entry, .failed)
    case .skipped: break
    }
    records[entry] = record
    metadata[entry] = how
    for take in schedule.entries[entry].takes where schedule.takers[take] == 0 {
      release(schedule.entries[take])
    }
    emit(.finished(tasks[entry], record, how))
  }

  /// Lets go of artifacts that no task needs any more; the store has them.
  private func release(_ entry: Schedule.Entry) {
    guard options.store != nil, unkept.isEmpty else { return }
    environment.release(plan.steps[entry.step].name, at: entry.index)
  }

  func emit(_ event: RunEvent) { eventLock.withLock { options.onEvent(event) } }

  // MARK: What tasks share

  /// Reads a step's block at a point with what is known by now.
  func read(_ step: PlannedStep, at point: Point) -> (StepReading, [Diagnostic], Environment) {
    lock.withLock { (environment.read(step, at: point), configProblems, environment.at(point)) }
  }

  /// Makes a point's result known to the tasks that use it.
  func define(_ offer: StepOffer?, of step: String, at index: Int) {
    lock.withLock { configProblems += environment.set(offer, of: step, at: index) }
  }

  /// Hands an artifact to a task that takes it, from the store if it is not at hand. What the task holds
  /// stays with it, whatever other tasks let go of.
  /// - Throws: `StoreDamage`.
  func take(_ input: InputReference, from store: Store) throws {
    try lock.withLock {
      try environment.load(input.output, of: input.step, at: input.index, from: store)
      input.bind(in: environment)
    }
  }

  func task(of step: String, at index: Int) -> RunTask? {
    plan.places[step].map { tasks[schedule.entries(ofStep: $0).lowerBound + index] }
  }

  func step(of entry: Int) -> (step: PlannedStep, index: Int, task: RunTask) {
    let scheduled = lock.withLock { schedule.entries[entry] }
    return (plan.steps[scheduled.step], scheduled.index, tasks[entry])
  }

  func noteComputing(_ key: StepKey) { _ = lock.withLock { computing.insert(key) } }

  func isComputing(_ key: StepKey) -> Bool { lock.withLock { computing.contains(key) } }

  // MARK: What the store did not take

  func keepLater(_ computed: StoredStep) { lock.withLock { unkept.append(computed) } }

  /// Takes in what a step took.
  func note(_ operation: any Operation, seconds: Double) {
    lock.withLock { times.append((operation, seconds)) }
  }

  func noteThatNotEverythingIsKept() { lock.withLock { isEverythingKept = false } }

  /// Tries again to keep what could not be kept when it was computed, such as on a disk that was
  /// full for a while.
  private func keepWhatWasNotKept() {
    guard let store = options.store else { return }
    for computed in unkept {
      do {
        for artifact in computed.result.artifacts.values { _ = try store.keep(artifact) }
        try store.keep(computed)
      } catch {
        isEverythingKept = false
      }
    }
    unkept = []
  }

  // MARK: The end

  var outcome: Runner.Outcome {
    lock.withLock {
      var steps: [StepRecord] = []
      var stepMetadata: [String: RunMetadata.Step] = [:]
      for (place, step) in plan.steps.enumerated() {
        let entries = schedule.entries(ofStep: place)
        let parts = zip(step.points.points, entries).compactMap { point, entry in
          records[entry].map { (point: point, record: $0) }
        }
        steps.append(StepRecord(of: step.name, at: step.points, joining: parts))
        stepMetadata[step.name] = RunMetadata.Step(
          joining: zip(step.points.points, entries).compactMap { point, entry in
            metadata[entry].map { (point, $0) }
          })
      }
      return Runner.Outcome(
        run: Run(
          notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
          params: plan.params, axes: plan.givenAxes.map { .init($0.name, $0.values) }, steps: steps,
          uses: plan.uses),
        metadata: stepMetadata, wasInterrupted: wasInterrupted, isEverythingKept: isEverythingKept)
    }
  }
}
