import OctavoRunner

/// What a driver knows of the points of its run and of the tasks that compute them.
struct PointBoard {
  private struct Entry {
    /// Once nothing more comes of it.
    var end: PointState?
    /// The batch that it is in; `nil` until it is submitted, and again until it is submitted anew.
    var batch: Int?
    /// How often it has been tried, the next time included.
    var attempt = 1
    /// The nodes on which it failed.
    var avoided: Set<String> = []
    var hasBegun = false
    /// How often it did not find what it needs.
    var withdrawals = 0
    /// How often the cluster forgot it.
    var losses = 0
  }

  /// In the order of the run.
  private var points: [PointReference] = []
  private var entries: [PointReference: Entry] = [:]
  /// Without an end.
  private(set) var open: [PointReference] = []
  private(set) var batches: [Int: Batch] = [:]
  private var names: [Int: [String]] = [:]
  private var taskPoints: [String: [PointReference]] = [:]
  private var taskBatches: [String: Int] = [:]
  private var ends: [String: ContinuousClock.Instant] = [:]
  private var arrivals: [Int: ContinuousClock.Instant] = [:]
  private var waits: [String: (start: ContinuousClock.Instant, isNoted: Bool)] = [:]
  /// How much has happened.
  private(set) var changes = 0

  // MARK: Points

  /// - Returns: whether some are new.
  mutating func add(_ points: [PointReference]) -> Bool {
    let new = points.filter { entries[$0] == nil }
    for point in new { entries[point] = Entry() }
    self.points += new
    open += new
    return !new.isEmpty
  }

  var isFinished: Bool { open.isEmpty }

  /// - Returns: whether the point is of this run and had no end.
  mutating func settle(_ point: PointReference, _ end: PointState) -> Bool {
    guard entries[point]?.end == nil, entries[point] != nil else { return false }
    entries[point]?.end = end
    open.removeAll { $0 == point }
    changes += 1
    return true
  }

  func end(of point: PointReference) -> PointState? { entries[point]?.end }

  func hasEnded(_ point: PointReference) -> Bool {
    guard let entry = entries[point] else { return true }
    if case .ended = entry.end { return true }
    return false
  }

  func hasFailed(_ point: PointReference) -> Bool {
    if case .failed = entries[point]?.end { true } else { false }
  }

  var failures: [PointFailure] {
    points.compactMap { if case .failed(let failure) = entries[$0]?.end { failure } else { nil } }
  }

  func batch(of point: PointReference) -> Int? { entries[point]?.batch }

  func isCurrent(_ batch: Int, of point: PointReference) -> Bool { entries[point]?.batch == batch }

  func attempt(of point: PointReference) -> Int { entries[point]?.attempt ?? 1 }

  func withdrawals(of point: PointReference) -> Int { entries[point]?.withdrawals ?? 0 }

  func losses(of point: PointReference) -> Int { entries[point]?.losses ?? 0 }

  /// Lets a point be submitted again that the cluster has forgotten.
  mutating func lose(_ point: PointReference) {
    takeBack(point) { $0.losses += 1 }
  }

  /// Lets a point be submitted again.
  ///
  /// - Parameter note: takes down why.
  private mutating func takeBack(_ point: PointReference, note: (inout Entry) -> Void) {
    guard var entry = entries[point] else { return }
    entry.batch = nil
    entry.hasBegun = false
    note(&entry)
    entries[point] = entry
    changes += 1
  }

  /// Notes that a point is computed.
  /// - Returns: whether this was not known.
  mutating func begin(_ point: PointReference) -> Bool {
    guard let entry = entries[point], entry.end == nil, !entry.hasBegun else { return false }
    entries[point]?.hasBegun = true
    changes += 1
    return true
  }

  /// Lets a point that failed be submitted once more.
  mutating func repeatPoint(_ point: PointReference, avoiding node: String?) {
    takeBack(point) { entry in
      entry.attempt += 1
      if let node { entry.avoided.insert(node) }
    }
  }

  /// Lets a point be submitted again that did not find what it needs.
  mutating func withdraw(_ point: PointReference, fromBatch batch: Int) {
    if isCurrent(batch, of: point) { takeBack(point) { $0.withdrawals += 1 } }
  }

  // MARK: Batches and their tasks

  mutating func add(_ batch: Batch, as number: Int) {
    batches[number] = batch
    arrivals[number] = .now
    for index in batch.tasks.joined() {
      let point = PointReference(step: batch.step, index: index)
      guard entries[point] != nil else { continue }
      entries[point]?.batch = number
      entries[point]?.attempt = batch.attempt
    }
    changes += 1
  }

  /// Forgets a batch that was not submitted.
  mutating func drop(batch number: Int) {
    batches[number] = nil
    names[number] = nil
    for point in open where isCurrent(number, of: point) { entries[point]?.batch = nil }
  }

  mutating func name(_ tasks: [String], tasksOfBatch number: Int) {
    guard let batch = batches[number] else { return }
    names[number] = tasks
    for (task, indices) in zip(tasks, batch.tasks) {
      taskPoints[task] = indices.map { PointReference(step: batch.step, index: $0) }
      taskBatches[task] = number
    }
    changes += 1
  }

  func names(ofBatch number: Int) -> [String] { names[number] ?? [] }

  var batchesWithoutTasks: [Int] { batches.keys.filter { names[$0] == nil }.sorted() }

  /// How long a batch has been known.
  func age(ofBatch number: Int) -> Duration {
    arrivals[number].map { $0.duration(to: .now) } ?? .zero
  }

  /// The points of a task that are still up to it.
  func points(ofTask task: String) -> [PointReference] {
    (taskPoints[task] ?? []).filter { point in
      entries[point]?.end == nil && entries[point]?.batch == taskBatches[task]
    }
  }

  /// The tasks that points without an end are up to.
  var liveTasks: [String] { unfinishedTasks(of: open) }

  /// The tasks that some of these points are up to.
  func unfinishedTasks(of points: [PointReference]) -> [String] {
    var numbers: [Int: Set<PointReference>] = [:]
    for point in points {
      guard let entry = entries[point], entry.end == nil, let batch = entry.batch else { continue }
      numbers[batch, default: []].insert(point)
    }
    return numbers.sorted { $0.key < $1.key }.flatMap { number, points in
      names(ofBatch: number).filter { taskPoints[$0]?.contains(where: points.contains) ?? false }
    }
  }

  /// How long ago a task was first known to have ended; called when it is.
  mutating func timeSinceEnd(of task: String) -> Duration {
    let now = ContinuousClock.now
    let end = ends[task] ?? now
    ends[task] = end
    return end.duration(to: now)
  }

  /// Takes in why tasks wait, and tells which reasons have held for a while and are not noted yet.
  mutating func newReasons(among reasons: Set<String>, after patience: Duration) -> [String] {
    let now = ContinuousClock.now
    waits = waits.filter { reasons.contains($0.key) }
    return reasons.sorted().filter { reason in
      let wait = waits[reason] ?? (now, false)
      let isDue = !wait.isNoted && wait.start.duration(to: now) > patience
      waits[reason] = (wait.start, wait.isNoted || isDue)
      return isDue
    }
  }

  /// A task that had ended runs again, as after preemption.
  mutating func noteLive(_ task: String) { ends[task] = nil }

  // MARK: What is to be submitted

  /// Points that go together.
  struct Group {
    var points: [PointReference]
    var attempt: Int
    var avoided: Set<String>
  }

  func hasDue(where isDue: (PointReference) -> Bool) -> Bool {
    open.contains { entries[$0]?.batch == nil && isDue($0) }
  }

  func due(of step: String, where isDue: (PointReference) -> Bool) -> [Group] {
    var groups: [Group] = []
    for point in open where point.step == step {
      guard let entry = entries[point], entry.batch == nil, isDue(point) else { continue }
      let place = groups.firstIndex { $0.attempt == entry.attempt && $0.avoided == entry.avoided }
      if let place {
        groups[place].points.append(point)
      } else {
        groups.append(Group(points: [point], attempt: entry.attempt, avoided: entry.avoided))
      }
    }
    return groups
  }
}
