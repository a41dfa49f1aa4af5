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

    public init() {}
  }

  let plan: Plan
  let folder: ClusterFolder
  let cluster: any Cluster
  let options: Options
  /// The program as nodes call it.
  private let program: String
  private let store: Store
  private let onNote: @Sendable (String) -> Void
  private let dependencies: [PointReference: Set<PointReference>]

  /// Guards what follows, and wakes the thread that watches.
  private let condition = NSCondition()
  private var isStopped = false
  private var isWatching = false
  private var onChange: @Sendable (PointReference, PointState) -> Void = { _, _ in }

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
      among: Set(plan.steps.filter { !$0.operation.computesLittle }.map(\.name)))
  }

  public func takes(_ step: PlannedStep) -> Bool { !step.operation.computesLittle }

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
  public func submit(_ points: [PointReference]) throws {
    prepare(points)
    try look()
    try submitWhatIsDue()
    if let failure = board.failures.first { throw ClusterError(failure.description) }
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

  /// Stops what is queued or running.
  public func cancel() {
    stop()
    let tasks = board.liveTasks + probeTasks
    if tasks.isEmpty { return }
    do throws(ClusterError) { try cluster.cancel(tasks) } catch {
      onNote("\(cluster.name) could not be told to stop the run's jobs: \(error)")
    }
  }

  private func prepare(_ points: [PointReference]) {
    board.add(points)
    for (step, forecasts) in plan.forecast(with: store) {
      for case (let index, .stored) in forecasts.enumerated() {
        settle(PointReference(step: step.name, index: index), .ended(isNew: false))
      }
    }
  }

  private func settle(_ point: PointReference, _ state: PointState) {
    if board.settle(point, state) { onChange(point, state) }
  }

  /// How often a point is submitted again since the cluster has forgotten it.
  private static let mostLosses = 5

  /// How often a point may not find what it needs, although that is in the store.
  private static let mostWithdrawals = 3

  // MARK: Watching

  private func watch() {
    while !board.isFinished {
      do {
        try step()
      } catch let error as ClusterError where error.isPassing {
        noteSilence(error)
      } catch {
        for point in board.open { settle(point, .failed(PointFailure("\(error)"))) }
      }
      let isOver = condition.withLock {
        if !isStopped { _ = condition.wait(until: .now + looks.next / .seconds(1)) }
        return isStopped
      }
      if isOver { return }
    }
  }

  private func step() throws {
    let before = board.changes
    try look()
    if polls.isDue {
      try poll()
      if hasNotedSilence {
        hasNotedSilence = false
        onNote("\(cluster.name) answers again")
      }
    }
    try submitWhatIsDue()
    if board.changes != before {
      looks.restart()
      polls.restart()
    }
  }

  private func noteSilence(_ error: ClusterError) {
    if hasNotedSilence { return }
    hasNotedSilence = true
    onNote("\(cluster.name) does not answer, and is asked again and again: \(error)")
  }

  /// Takes in what the run's folder tells.
  private func look() throws {
    for number in folder.batchNumbers() where board.batches[number] == nil {
      board.add(try folder.batch(number), as: number)
    }
    for number in board.batchesWithoutTasks {
      if let names = folder.tasks(ofBatch: number) {
        board.name(names, tasksOfBatch: number)
      } else if board.age(ofBatch: number) > options.patience {
        // Whoever was about to submit it was stopped.
        board.drop(batch: number)
        folder.drop(batch: number)
      }
    }
    let recorded = folder.recordNames()
    for point in board.open {
      let name = ClusterFolder.recordName(of: point)
      guard recorded.contains(name), let record = folder.record(named: name) else { continue }
      take(record, of: point)
    }
    for point in board.open {
      guard let failed = dependencies[point]?.first(where: board.hasFailed) else { continue }
      settle(point, .failed(PointFailure("`\(failed.step)` failed")))
    }
  }

  private func take(_ record: WorkerRecord, of point: PointReference) {
    switch record.status {
    case .done: settle(point, .ended(isNew: record.isNew))
    case .failed:
      fail(
        point, inBatch: record.batch, on: record.node,
        PointFailure(record.reason ?? "it failed", record: record.record))
    case .skipped:
      board.withdraw(point, fromBatch: record.batch)
      if board.withdrawals(of: point) > Self.mostWithdrawals {
        settle(
          point, .failed(PointFailure(record.reason ?? "what it needs is not in the store")))
      }
    }
  }

  /// What fails is tried once more, on another node if there is one.
  private func fail(
    _ point: PointReference, inBatch batch: Int, on node: String?, _ failure: PointFailure
  ) {
    guard board.isCurrent(batch, of: point) else { return }
    if board.attempt(of: point) < 2 {
      onNote(
        "\(name(of: point)) failed\(node.map { " on \($0)" } ?? "") and is tried again: \(failure)")
      board.repeatPoint(point, avoiding: node)
    } else {
      settle(point, .failed(failure))
    }
  }

  private func name(of point: PointReference) -> String {
    guard let place = plan.step(named: point.step)?.points.points[point.index],
      !place.coordinates.isEmpty
    else { return point.step }
    return "\(point.step) (\(place.phrase))"
  }

  /// Asks the cluster about what has no record yet.
  private func poll() throws {
    let tasks = board.liveTasks + probeTasks
    if tasks.isEmpty { return }
    let states = try cluster.states(of: tasks)
    for task in tasks {
      let points = board.points(ofTask: task)
      switch states[task] {
      case nil:
        // Its record may be on its way, or the cluster has been started anew.
        if board.timeSinceEnd(of: task) > options.patience { lose(task, points) }
      case .queued: board.noteLive(task)
      case .running(let node):
        board.noteLive(task)
        for point in points where board.begin(point) { onChange(point, .running(on: node)) }
      case .ended(let reason, let node):
        guard board.timeSinceEnd(of: task) > options.patience else { continue }
        if points.isEmpty { throw folderIsNotSeen(reason, node) }
        for point in points {
          guard let batch = board.batch(of: point) else { continue }
          fail(
            point, inBatch: batch, on: node, PointFailure(explanation(of: reason, task, on: node)))
        }
      }
    }
  }

  /// Submits again what the cluster knows nothing of any more.
  private func lose(_ task: String, _ points: [PointReference]) {
    if points.isEmpty {
      board.drop(batch: Batch.probeNumber)
      folder.drop(batch: Batch.probeNumber)
    }
    for point in points {
      if board.losses(of: point) < Self.mostLosses {
        board.lose(point)
      } else {
        let reason = "\(cluster.name) forgot its job \(Self.mostLosses + 1) times"
        settle(point, .failed(PointFailure(reason)))
      }
    }
  }

  /// The names of the first job's task while nothing shows that the nodes see the folder.
  private var probeTasks: [String] {
    folder.isSeenByNodes ? [] : board.names(ofBatch: Batch.probeNumber)
  }

  private func folderIsNotSeen(_ reason: String?, _ node: String?) -> ClusterError {
    ClusterError(
      "the first job ended\(node.map { " on \($0)" } ?? "")\(reason.map { " (\($0))" } ?? "") and left "
        + "nothing in `\(folder.url.path)`: the nodes must see the store and the program "
        + "`\(program)` under the same paths as this machine. --store takes a folder that all of them see"
    )
  }

  private func explanation(of reason: String?, _ task: String, on node: String?) -> String {
    let place = node.map { " on \($0)" } ?? ""
    let how = reason.map { ": \($0)" } ?? " without a word"
    return "its job \(task) ended\(place)\(how); its log tells more"
  }

  // MARK: Submitting

  private func submitWhatIsDue() throws {
    guard board.hasDue(where: isDue) else { return }
    // Another driver of the run may be about to submit the same.
    let lock = try RunLock(at: folder.lock, onWait: { _ in }, isCancelled: { self.isAskedToStop })
    defer { withExtendedLifetime(lock) {} }
    try look()
    if !folder.isSeenByNodes, board.batches[Batch.probeNumber] == nil {
      try submit(.probe, as: Batch.probeNumber, avoiding: [])
    }
    guard folder.isSeenByNodes || cluster.knowsDependencies else { return }
    for step in plan.steps {
      for group in board.due(of: step.name, where: isDue) {
        let room = cluster.mostTasks - board.liveTasks.count
        let tasks = group.points.map(\.index).chunks(of: pointsPerJob(of: group, in: step))
        for tasks in tasks.prefix(max(0, room)).chunks(of: cluster.mostTasksOfJob) {
          let batch = Batch(step: step.name, tasks: tasks, attempt: group.attempt)
          let number = (board.batches.keys.max() ?? Batch.probeNumber) + 1
          try submit(batch, as: number, avoiding: group.avoided)
        }
      }
    }
  }

  /// A task should take longer than a cluster needs to start it, and there should be some for every
  /// node.
  private func pointsPerJob(of group: PointBoard.Group, in step: PlannedStep) -> Int {
    if let pointsPerJob = options.pointsPerJob { return pointsPerJob }
    let seconds = plan.estimatedSeconds(of: step, with: store)
    let known = group.points.compactMap { seconds[$0.index] }
    guard known.count == group.points.count, let longest = known.max(), longest > 0 else { return 1 }
    return max(1, min(Int(Self.shortestTask / longest), group.points.count / Self.fewestTasks))
  }

  /// In seconds.
  private static let shortestTask = 20.0
  private static let fewestTasks = 32

  private var isAskedToStop: Bool { condition.withLock { isStopped } }

  /// Whether a point may be submitted now, given that it is in no batch.
  private func isDue(_ point: PointReference) -> Bool {
    let needed = dependencies[point] ?? []
    return needed.allSatisfy(board.hasEnded)
      || cluster.knowsDependencies && needed.allSatisfy { !board.hasFailed($0) }
        && board.withdrawals(of: point) == 0
  }

  private func submit(_ batch: Batch, as number: Int, avoiding nodes: Set<String>) throws {
    try folder.add(batch, as: number)
    board.add(batch, as: number)
    let names: [String]
    do throws(ClusterError) {
      names = try cluster.submit(job(for: batch, number, avoiding: nodes))
    } catch {
      board.drop(batch: number)
      folder.drop(batch: number)
      throw error
    }
    try folder.note(names, asTasksOfBatch: number)
    board.name(names, tasksOfBatch: number)
  }

  private func job(for batch: Batch, _ number: Int, avoiding nodes: Set<String>) -> Job {
    let name = batch.isProbe ? "probe" : batch.step
    var job = Job(
      name: "\(plan.notebook.source.name):\(name)",
      identifier: "\(folder.name)-\(number)",
      command: [program, "worker", folder.url.path, String(number)],
      taskCount: batch.tasks.count,
      folder: URL(filePath: FileManager.default.currentDirectoryPath),
      threads: batch.isProbe ? 1 : options.threads,
      log: { [folder] in folder.log(of: $0) })
    job.excludedNodes = nodes.sorted()
    guard let step = plan.step(named: batch.step) else { return job }
    let points = batch.tasks.joined()
    let drafts = step.drafts
    job.memory = points.compactMap { drafts[$0]?.memory }.max()
    let seconds = plan.estimatedSeconds(of: step, with: store)
    if points.allSatisfy({ seconds[$0] != nil }) {
      job.seconds = batch.tasks.map { $0.reduce(0) { $0 + (seconds[$1] ?? 0) } }.max()
    }
    if !folder.isSeenByNodes { job.afterSuccess = board.names(ofBatch: Batch.probeNumber) }
    job.after = board.unfinishedTasks(
      of: points.flatMap { dependencies[PointReference(step: batch.step, index: $0)] ?? [] })
    return job
  }

  // MARK: The end

  /// What the tasks have written, by step and points.
  public var logs: [(step: String, points: [Int], text: Data)] {
    board.batches.sorted { $0.key < $1.key }.filter { !$0.value.isProbe }.flatMap { number, batch in
      zip(batch.tasks, board.names(ofBatch: number)).compactMap { points, task in
        let text = try? Data(contentsOf: folder.log(of: task))
        return text.map { (batch.step, points, $0) }
      }
    }
  }

  /// Removes the run's folder, once nobody needs it any more.
  public func clear() {
    if board.liveTasks.isEmpty { folder.remove() }
  }
}
