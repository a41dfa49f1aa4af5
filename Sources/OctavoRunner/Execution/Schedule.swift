import OctavoResults

/// Which steps at which points are done, can begin, or never will.
struct Schedule {
  enum State: Hashable {
    case waiting, running, done, failed
    case skipped(String)

    var isSettled: Bool {
      switch self {
      case .waiting, .running: false
      case .done, .failed, .skipped: true
      }
    }
  }

  struct Entry {
    let step: Int
    let index: Int
    /// The artifacts' points, by their places in `entries`.
    let takes: [Int]
    /// The steps of which all points are needed, by their places in the plan.
    let wholes: [Int]
    /// What it will take here, in bytes.
    let memory: Int
    var state = State.waiting
    /// Whether it is computed elsewhere, and has not ended there.
    var isElsewhere = false
  }

  private let plan: Plan
  /// What tasks that run at once may take together, in bytes. One alone may take more.
  private let memoryLimit: Int
  private var memoryInUse = 0
  /// In the notebook's order, and within a step in the order of its points.
  private(set) var entries: [Entry]
  /// The entries of each step.
  private let ranges: [Range<Int>]
  /// Before this one, none waits.
  private var firstWaiting = 0
  /// How many points of a step are not settled.
  private var unsettled: [Int]
  /// How many entries that are not settled take an entry's artifacts.
  private(set) var takers: [Int]

  /// - Parameters:
  ///   - only: the points to run; `nil` for all.
  ///   - memoryLimit: in bytes.
  ///   - isElsewhere: whether the points of a step are computed elsewhere.
  init(
    _ plan: Plan, only: Set<PointReference>?, memoryLimit: Int,
    isElsewhere: (PlannedStep) -> Bool = { _ in false }
  ) {
    self.plan = plan
    self.memoryLimit = memoryLimit
    var entries: [Entry] = []
    var ranges: [Range<Int>] = []
    for (step, planned) in plan.steps.enumerated() {
      let start = entries.count
      let isElsewhere = isElsewhere(planned)
      for (index, point) in planned.plannedPoints.enumerated() {
        let isWanted = only?.contains(PointReference(step: planned.name, index: index)) ?? true
        entries.append(
          Entry(
            step: step, index: index,
            takes: point.takes.compactMap { take in
              plan.places[take.step].map { ranges[$0].lowerBound + take.index }
            },
            wholes: point.wholes.compactMap { plan.places[$0] },
            memory: isElsewhere ? 0 : point.memory,
            state: isWanted ? .waiting : .skipped(StepRecord.Status.notAskedFor),
            isElsewhere: isWanted && isElsewhere))
      }
      ranges.append(start..<entries.count)
    }
    self.ranges = ranges
    unsettled = ranges.map { range in entries[range].count { !$0.state.isSettled } }
    var takers = [Int](repeating: 0, count: entries.count)
    for entry in entries where !entry.state.isSettled {
      for take in entry.takes { takers[take] += 1 }
    }
    self.entries = entries
    self.takers = takers
  }

  var isFinished: Bool {
    firstWaiting == entries.count && !entries.contains { $0.state == .running }
  }

  func entries(ofStep step: Int) -> Range<Int> { ranges[step] }

  /// The first entry that can begin, or that must be skipped for what failed before it.
  func next() -> (entry: Int, skipped: String?)? {
    for index in firstWaiting..<entries.count where entries[index].state == .waiting {
      if let reason = reasonToSkip(entries[index]) { return (index, reason) }
      if isReady(entries[index]) { return (index, nil) }
    }
    return nil
  }

  /// How many entries, the one that is asked for among them, could begin now, up to a number.
  func readyCount(atMost limit: Int) -> Int {
    var count = 0
    for index in firstWaiting..<entries.count where entries[index].state == .waiting {
      if isReady(entries[index]) { count += 1 }
      if count == limit { break }
    }
    return count
  }

  private func isReady(_ entry: Entry) -> Bool {
    !entry.isElsewhere && entry.takes.allSatisfy { entries[$0].state == .done }
      && entry.wholes.allSatisfy { unsettled[$0] == 0 }
      && (memoryInUse == 0 || entry.memory == 0 || memoryInUse + entry.memory <= memoryLimit)
  }

  private func reasonToSkip(_ entry: Entry) -> String? {
    for take in entry.takes {
      let step = plan.steps[entries[take].step]
      let point = step.points.points[entries[take].index]
      switch entries[take].state {
      case .failed:
        return "`\(step.name)` failed"
          + (point.coordinates.isEmpty ? "" : " at \(point.phrase)")
      case .skipped(let reason): return reason
      case .waiting, .running, .done: continue
      }
    }
    for whole in entry.wholes where unsettled[whole] == 0 {
      let states = entries[ranges[whole]].map(\.state)
      if states.contains(.done) { continue }
      if states.contains(.failed) { return "`\(plan.steps[whole].name)` failed" }
      for case .skipped(let reason) in states { return reason }
    }
    return nil
  }

  /// Notes that a point has ended elsewhere, or that nobody waits for it.
  mutating func bringBack(_ entry: Int) { entries[entry].isElsewhere = false }

  mutating func begin(_ entry: Int) {
    entries[entry].state = .running
    memoryInUse += entries[entry].memory
    advance()
  }

  mutating func settle(_ entry: Int, _ state: State) {
    if !entries[entry].state.isSettled {
      for take in entries[entry].takes { takers[take] -= 1 }
    }
    if entries[entry].state == .running { memoryInUse -= entries[entry].memory }
    if !entries[entry].state.isSettled { unsettled[entries[entry].step] -= 1 }
    entries[entry].state = state
    advance()
  }

  private mutating func advance() {
    while firstWaiting < entries.count, entries[firstWaiting].state != .waiting {
      firstWaiting += 1
    }
  }
}
