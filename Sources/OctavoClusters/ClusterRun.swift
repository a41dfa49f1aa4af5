import Foundation
import OctavoBase
import OctavoRunner

/// A run whose points are computed by a cluster. It submits them, watches the records that the workers
/// leave in the run's folder, and tries a point that failed once more.
///
/// All that it knows stands in the folder, so that it can be stopped and started again, also more than
/// once at a time.
public final class ClusterRun: PointExecutor, @unchecked Sendable {
  public struct Options: Sendable {
    /// The processors of each task.
    public var threads = 1
    /// How many points a task computes; `nil` for so many that it takes a while, where earlier runs
    /// tell how long a point takes.
    public var pointsPerJob: Int?
    /// How long to wait for the record of a task that has ended: a network's file system shows files
    /// late.
    public var patience = Duration.seconds(20)
    /// Whether the user wants the program to end.
    public var isCancelled: @Sendable () -> Bool = { false }

    public init() {}
  }

  let plan: Plan
  let folder: ClusterFolder
  let cluster: any Cluster
  let options: Options
  /// The program as nodes call it.
  let program: String
  let store: Store
  let onNote: @Sendable (String) -> Void
  let dependencies: [PointReference: Set<PointReference>]

  /// Guards what follows, and wakes the thread that watches.
  private let condition = NSCondition()
  private var isStopped = false
  private var isWatching = false
  private(set) var onChange: @Sendable (PointReference, PointState) -> Void = { _, _ in }

  // What the watching thread alone uses.
  var board = PointBoard()
  private var hasNotedSilence = false
  private var polls = Backoff(first: .milliseconds(500), last: .seconds(10))
  private var looks = Backoff(first: .milliseconds(50), last: .seconds(1))

  /// - Parameters:
  ///   - program: the path of the program on the nodes.
  ///   - onNote: takes in what the user should know.
  public init(
    _ plan: Plan, in folder: ClusterFolder, on cluster: any Cluster, store: Store, program: String,
    options: Options = Options(), onNote: @escaping @Sendable (String) -> Void
  ) {
    self.plan = plan
    self.folder = folder
    self.cluster = cluster
    self.store = store
    self.program = program
    self.options = options
    self.onNote = onNote
    dependencies = plan.dependencies(
      among: Set(plan.steps.filter(\.isForClusters).map(\.name)))
  }

  public func takes(_ step: PlannedStep) -> Bool { step.isForClusters }

  /// Submits what the store has not, and watches it.
  public func begin(
    _ points: [PointReference],
    onChange: @escaping @Sendable (PointReference, PointState) -> Void
  ) {
    condition.withLock {
      self.onChange = onChange
      isWatching = true
    }
    prepare(points)
    for point in points {
      if let end = board.end(of: point) { onChange(point, end) }
    }
    let thread = Thread { [self] in
      watch()
      condition.withLock {
        isWatching = false
        condition.broadcast()
      }
    }
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// Submits what the store has not, without waiting for it.
  ///
  /// - Throws: `ClusterError` where the cluster takes nothing; the run is then forgotten.
  public func submit(_ points: [PointReference]) throws {
    prepare(points)
    do {
      try look()
      let known = board.batches.count
      try submitWhatIsDue()
      if known > 0, board.batches.count == known, let first = board.open.first {
        let waiting = board.open.count
        onNote(
          "this run was submitted before: \(waiting) points, \(name(of: first)) the first of them, are "
            + "waited for")
      }
    } catch {
      if board.batches.isEmpty { folder.remove() }
      throw error
    }
    if board.batches.keys.allSatisfy({ $0 == Batch.probeNumber }),
      let failure = board.failures.first
    {
      try? folder.cancel(on: cluster)
      throw ClusterError(failure.description)
    }
  }

  /// How many tasks are queued or running, as far as it is known.
  public var submittedCount: Int { board.liveTasks.count }

  /// Waits no longer. What was submitted goes on.
  public func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
      while isWatching { condition.wait() }
    }
  }

  /// Stops what is queued or running, and forgets the run.
  public func cancel() {
    stop()
    if folder.exists { onNote("the run's jobs are stopped; the same command goes on from there") }
    do throws(ClusterError) { try folder.cancel(on: cluster) } catch {
      onNote("\(cluster.name) could not be told to stop the run's jobs: \(error)")
    }
  }

  /// Does nothing for points that are known already.
  private func prepare(_ points: [PointReference]) {
    guard board.add(points) else { return }
    for (step, forecasts) in plan.forecast(with: store) {
      for case (let index, .stored) in forecasts.enumerated() {
        settle(PointReference(step: step.name, index: index), .ended(isNew: false))
      }
    }
  }

  func settle(_ point: PointReference, _ state: PointState) {
    if board.settle(point, state) { onChange(point, state) }
  }

  // MARK: Watching

  private func watch() {
    while !board.isFinished {
      do {
        try step()
      } catch let error as ClusterError where !error.isPassing {
        giveUp(error)
      } catch {
        if isAskedToStop { return }
        noteSilence(error)
      }
      let isOver = condition.withLock {
        if !isStopped { _ = condition.wait(until: .now + looks.nextWait() / .seconds(1)) }
        return isStopped
      }
      if isOver { return }
    }
  }

  private func step() throws {
    let before = board.changes
    try look()
    if board.batchesWithoutTasks.contains(where: isStale) { try dropStaleBatches() }
    let isAsked = polls.takeTurn()
    if isAsked { try poll() }
    try submitWhatIsDue()
    if isAsked, hasNotedSilence {
      hasNotedSilence = false
      onNote("\(cluster.name) answers again")
    }
    if board.changes != before {
      looks.restart()
      polls.restart()
    }
  }

  private func giveUp(_ error: any Error) {
    let tasks = board.liveTasks + probeTasks
    if !tasks.isEmpty { try? cluster.cancel(tasks) }
    for point in board.open { settle(point, .failed(PointFailure("\(error)"))) }
  }

  private func noteSilence(_ error: any Error) {
    if hasNotedSilence { return }
    hasNotedSilence = true
    onNote("\(cluster.name) is asked again and again: \(error)")
  }

  var isAskedToStop: Bool { condition.withLock { isStopped } || options.isCancelled() }

  // MARK: The end

  /// What the tasks have written, by step and points.
  public var logs: [(step: String, points: [Int], text: Data)] {
    board.batches.sorted { $0.key < $1.key }.flatMap { number, batch in
      zip(batch.tasks, board.names(ofBatch: number)).compactMap { points, task in
        let text = try? Data(contentsOf: folder.log(of: task))
        // The first job has something to tell where it failed.
        if batch.isProbe, text?.isEmpty ?? true { return nil }
        return text.map { (batch.isProbe ? "first-job" : batch.step, points, $0) }
      }
    }
  }

  /// Removes the run's folder, once nobody needs it any more.
  public func clear() {
    if board.liveTasks.isEmpty { folder.remove() }
  }
}
