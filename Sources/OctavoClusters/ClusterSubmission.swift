import Foundation
import OctavoBase
import OctavoRunner

extension ClusterRun {
  func submitWhatIsDue() throws {
    guard board.hasDue(where: isDue) else { return }
    try locked { try submitEachStep() }
  }

  /// Does something while no other driver of the run submits.
  private func locked(_ body: () throws -> Void) throws {
    let lock = try RunLock(
      at: folder.lock, onWait: { self.onNote("another driver of this run submits jobs: \($0)") },
      isCancelled: { self.isAskedToStop })
    defer { withExtendedLifetime(lock) {} }
    try look()
    try body()
  }

  /// Whether whoever was about to submit a batch seems to have been stopped.
  func isStale(_ number: Int) -> Bool { board.age(ofBatch: number) > options.patience }

  func dropStaleBatches() throws {
    try locked {
      for number in board.batchesWithoutTasks where isStale(number) {
        board.drop(batch: number)
        folder.drop(batch: number)
      }
    }
  }

  private func submitEachStep() throws {
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
          do {
            try submit(batch, as: number, avoiding: group.avoided)
          } catch let error as ClusterError where !error.isPassing {
            for index in batch.tasks.joined() {
              settle(
                PointReference(step: step.name, index: index),
                .failed(PointFailure(error.description)))
            }
          }
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
    guard known.count == group.points.count, let longest = known.max(), longest > 0 else {
      return 1
    }
    return max(1, min(Int(Self.shortestTask / longest), group.points.count / Self.fewestTasks))
  }

  /// In seconds.
  private static let shortestTask = 20.0
  private static let fewestTasks = 32

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
      // There may be a limit on the jobs of a user, and room once some have ended.
      let isFull = !board.batches.isEmpty && error.description.localizedStandardContains("limit")
      throw ClusterError(error.description, isPassing: error.isPassing || isFull)
    }
    try folder.note(names, asTasksOfBatch: number)
    board.name(names, tasksOfBatch: number)
  }

  private func job(for batch: Batch, _ number: Int, avoiding nodes: Set<String>) -> Job {
    let name = batch.isProbe ? "probe" : batch.step
    var job = Job(
      name: "\(plan.notebook.source.name):\(name)",
      identifier: "\(folder.name)-\(number)-\(String(UInt32.random(in: 0 ... .max), radix: 16))",
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
}
